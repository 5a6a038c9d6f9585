using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Moderation.Announcements;
using LaionGrid.Coordinator.Moderation.Askers;
using LaionGrid.Coordinator.Moderation.Checks;
using LaionGrid.Coordinator.Moderation.Prompts;
using LaionGrid.Coordinator.Moderation.Reports;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.Coordinator.Moderation.Transparency;

namespace LaionGrid.Coordinator.Moderation;

internal static class ModerationRegistration
{
    public static IServiceCollection AddModeration(this IServiceCollection services)
    {
        services.AddCheckedOptions<ModerationOptions>(ModerationOptions.Section);
        return services.AddSingleton<CurrentPromptRules>().AddSingleton<ProbeBook>().AddSingleton<ScreenPrompts>().AddSingleton<KnownAskers>().AddSingleton<IIntakePolicy, ScreenIntake>()
            .AddSingleton<RemovePictures>().AddSingleton<TakeDownPictures>().AddSingleton<ListTakedowns>().AddSingleton<IBlobReferences, HeldPictures>().AddSingleton<CheckPicture>()
            .AddSingleton<ReportAllowance>().AddSingleton<FileReport>().AddSingleton<ViewReports>().AddSingleton<DecideReport>().AddSingleton<ContestDecision>()
            .AddSingleton<KeepAnnouncements>().AddSingleton<CountModeration>().AddSingleton<ListActs>()
            .AddHostedService<PromptRulesLoop>().AddHostedService<KnownAskersLoop>().AddHostedService<EraseLoop>();
    }

    public static void MapModeration(this IEndpointRouteBuilder routes) => routes.MapGrpcService<ModerationGrpc>();
}
