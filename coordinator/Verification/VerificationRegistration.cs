using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Verification.Appealing;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Coordinator.Verification.Drawing;
using LaionGrid.Coordinator.Verification.Duplicates;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Revealing;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Verification;

internal static class VerificationRegistration
{
    public static IServiceCollection AddVerification(this IServiceCollection services)
    {
        services.AddCheckedOptions<VerificationOptions>(VerificationOptions.Section);
        services.AddSingleton<VerificationSecret>().AddSingleton<TrustBook>().AddSingleton<DriftBook>().AddSingleton<IStandings, ReadStandings>().AddSingleton<FindDuplicates>().AddSingleton<ILottery, DrawLottery>();
        services.AddSingleton<RevealStore>().AddSingleton<IBlobReferences>(provider => provider.GetRequiredService<RevealStore>()).AddSingleton<Questions>().AddSingleton<PlanCheck>().AddSingleton<KeepReveals>().AddSingleton<TakeReveal>();
        services.AddSingleton<ICheckerPool, CheckerPool>().AddSingleton<ReadChallenge>().AddSingleton<TakeAnswer>();
        services.AddSingleton<Credits>().AddSingleton<RecallWork>().AddSingleton<DemoteOwner>().AddSingleton<AcceptAttempts>().AddSingleton<SettleVerdict>().AddSingleton<HearScores>().AddSingleton<JudgeVolunteers>().AddSingleton<JudgeChecks>();
        services.AddSingleton<TakeAppeal>().AddSingleton<ReturnCredit>().AddSingleton<JudgeAppeals>();
        services.AddSingleton<AuditSignal>().AddSingleton<JudgeReplays>().AddSingleton<JudgeOverdue>().AddSingleton<PauseBroken>().AddSingleton<SuspensionEnds>().AddSingleton<ClassifyWorkers>().AddSingleton<CountCanaries>().AddSingleton<ViewProvenance>();
        return services.AddHostedService<VerdictLoop>().AddHostedService<SeenPictureSweep>();
    }

    public static void MapVerification(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<AuditsGrpc>();
        routes.MapGrpcService<ProvenanceGrpc>();
    }
}
