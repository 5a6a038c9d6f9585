using LaionGrid.Coordinator.Accounts.Linking;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Accounts.Profiles;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddCheckedOptions<AccountsOptions>(AccountsOptions.Section)
            .AddSingleton<SiteKeys>().AddSingleton<SpentTokens>().AddSingleton<PersonTokens>().AddSingleton<RegisterPerson>()
            .AddSingleton<ExportAccount>().AddSingleton<EraseAccount>().AddSingleton<IPersonalRecords, AccountRecords>().AddSingleton<IssueKey>().AddSingleton<LockAccount>()
            .AddSingleton<KnownKeys>().AddSingleton<FindCaller>().AddSingleton<CreateAccount>().AddSingleton<Founding>()
            .AddSingleton<FoundTeam>().AddSingleton<JoinTeam>().AddSingleton<LeaveTeam>().AddSingleton<ReplaceInvite>().AddSingleton<RenameTeam>().AddSingleton<DissolveTeam>().AddSingleton<ListTeams>().AddSingleton<ViewTeam>()
            .AddSingleton<UpdateProfile>().AddSingleton<IPersonalRecords, ProfileRecords>()
            .AddCheckedOptions<LinkingOptions>(LinkingOptions.Section).AddSingleton<LinkLimits>().AddSingleton<BeginLink>().AddSingleton<PollLink>().AddSingleton<AnswerLink>();

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<AccountsGrpc>();
        routes.MapGrpcService<TeamsGrpc>();
        routes.MapGrpcService<ProfilesGrpc>();
        routes.MapGrpcService<LinksGrpc>();
    }
}
