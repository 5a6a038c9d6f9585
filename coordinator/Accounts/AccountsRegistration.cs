namespace LaionGrid.Coordinator.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddSingleton<KnownKeys>().AddSingleton<CreateAccount>().AddSingleton<Founding>();

    public static void MapAccounts(this IEndpointRouteBuilder routes) => routes.MapGrpcService<AccountsGrpc>();
}
