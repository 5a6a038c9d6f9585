using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Outcomes;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Datasets;

internal static class DatasetsRegistration
{
    public static IServiceCollection AddDatasets(this IServiceCollection services)
    {
        services.AddCheckedOptions<ReleasesOptions>(ReleasesOptions.Section).AddCheckedOptions<JudgingOptions>(JudgingOptions.Section);
        services.AddSingleton<JudgePictures>().AddSingleton<FitJudgements>().AddSingleton<ViewJudgements>().AddSingleton<ViewOutcomes>().AddHostedService<JudgeLoop>();
        return services.AddSingleton<LicensedBundles>().AddSingleton<PlanRelease>().AddSingleton<DeriveScores>().AddSingleton<StageRelease>().AddSingleton<PublishRelease>().AddSingleton<BuildRelease>().AddSingleton<BuryReleased>().AddSingleton<ViewReleases>().AddSingleton<WithdrawPictures>()
            .AddHostedService<ReleaseLoop>();
    }

    public static void MapDatasets(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<ReleasesGrpc>();
        routes.MapGrpcService<JudgementsGrpc>();
        routes.MapGrpcService<OutcomesGrpc>();
    }
}
