namespace LaionGrid.Worker.Audit;

internal static class AuditRegistration
{
    /// <param name="folder">Where the identity lies.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, Func<IServiceProvider, string> folder) => services
        .AddScoped(provider => new SeenLog(folder(provider))).AddScoped(provider => new ReceiptBox(folder(provider))).AddScoped(provider => new VerdictBook(folder(provider)))
        .AddScoped<KnownLog>().AddScoped<CollectReceipts>();
}
