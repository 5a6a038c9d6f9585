namespace LaionGrid.Coordinator.Verification;

internal static class VerificationRegistration
{
    public static IServiceCollection AddVerification(this IServiceCollection services)
    {
        services.AddOptions<VerificationOptions>().BindConfiguration(VerificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<VerificationSecret>().AddSingleton<SettleVerdict>().AddSingleton<DrawAudit>().AddSingleton<JudgeRecheck>()
            .AddHostedService<VerdictLoop>();
    }
}
