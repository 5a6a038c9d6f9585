using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Verification;

internal static class VerificationRegistration
{
    public static IServiceCollection AddVerification(this IServiceCollection services)
    {
        services.AddCheckedOptions<VerificationOptions>(VerificationOptions.Section);
        return services.AddSingleton<VerificationSecret>().AddSingleton<Standings>().AddSingleton<SettleVerdict>().AddSingleton<DrawAudit>().AddSingleton<JudgeRecheck>()
            .AddHostedService<VerdictLoop>();
    }
}
