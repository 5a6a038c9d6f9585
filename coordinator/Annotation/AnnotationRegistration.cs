using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Annotation.Board;
using LaionGrid.Coordinator.Annotation.Rewards;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Annotation.Taking;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Annotation;

internal static class AnnotationRegistration
{
    public static IServiceCollection AddAnnotation(this IServiceCollection services)
    {
        services.AddCheckedOptions<AnnotationOptions>(AnnotationOptions.Section);
        return services.AddSingleton<IPersonalRecords, AnswerRecords>()
            .AddSingleton<TaskPool>().AddSingleton<NetworkCaps>().AddSingleton<AssignTask>().AddSingleton<AssignOwnTask>().AddSingleton<SkipTask>().AddSingleton<ViewTask>()
            .AddSingleton<ReportFlags>().AddSingleton<EarnReward>().AddSingleton<MoveForward>().AddSingleton<TakeAnswer>().AddSingleton<RankAnnotators>().AddSingleton<ViewOwnAnnotation>()
            .AddHostedService<AssignmentSweep>().AddHostedService<VestLoop>();
    }

    public static void MapAnnotation(this IEndpointRouteBuilder routes) => routes.MapGrpcService<AnnotationGrpc>();
}
