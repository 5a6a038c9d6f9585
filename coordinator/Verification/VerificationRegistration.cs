using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Results;
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
        services.AddSingleton<VerificationSecret>().AddSingleton<TrustBook>().AddSingleton<FindDuplicates>().AddHostedService<SeenPictureSweep>().AddSingleton<ILottery, DrawLottery>();
        services.AddSingleton<RevealStore>().AddSingleton<IBlobReferences>(provider => provider.GetRequiredService<RevealStore>()).AddSingleton<TakeReveal>();
        services.AddSingleton<ReadChallenge>().AddSingleton<TakeAnswer>();
        services.AddSingleton<Credits>().AddSingleton<RecallWork>().AddSingleton<SettleVerdict>().AddSingleton<JudgeChecks>();
        return services.AddSingleton<AuditSignal>().AddSingleton<JudgeReplays>().AddSingleton<JudgeOverdue>().AddSingleton<PauseBroken>().AddSingleton<SuspensionEnds>().AddHostedService<VerdictLoop>();
    }

    public static void MapVerification(this IEndpointRouteBuilder routes) => routes.MapGrpcService<AuditsGrpc>();
}
