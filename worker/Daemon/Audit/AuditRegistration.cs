namespace LaionGrid.Worker.Audit;

internal static class AuditRegistration
{
    /// <param name="folder">The worker's data folder.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, string folder) =>
        services.AddSingleton(new SeenLog(folder)).AddSingleton(new ReceiptBox(folder)).AddSingleton(new VerdictBook(folder)).AddSingleton<KnownLog>().AddSingleton<CollectReceipts>();
}
