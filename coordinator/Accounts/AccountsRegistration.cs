using LaionGrid.Coordinator.Accounts.Teams;

namespace LaionGrid.Coordinator.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddSingleton<KnownKeys>().AddSingleton<CreateAccount>().AddSingleton<Founding>()
            .AddSingleton<FoundTeam>().AddSingleton<JoinTeam>().AddSingleton<LeaveTeam>().AddSingleton<ReplaceInvite>().AddSingleton<ViewTeam>();

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<AccountsGrpc>();
        routes.MapGrpcService<TeamsGrpc>();
    }
}
