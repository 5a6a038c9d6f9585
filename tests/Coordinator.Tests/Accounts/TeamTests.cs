using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Tests.Ledger;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Accounts;

public sealed class TeamTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Credit_EarnedWhileAMember_StaysWithTheTeam(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (ledger, join, leave) = (new LedgerScene(grid), grid.Get<JoinTeam>(), grid.Get<LeaveTeam>());
        var (anna, bert, carl) = (await ledger.OwnerAsync("anna"), await ledger.OwnerAsync("bert"), await ledger.OwnerAsync("carl"));
        var (waders, terns) = (await FoundAsync(grid, anna, "Waders"), await FoundAsync(grid, bert, "terns"));
        await ledger.PostAsync(Credit.Final(carl, 1));
        await join.RunAsync(carl, waders.Invite.Text, default);
        await ledger.PostAsync(Credit.Final(carl, 10));
        await ledger.PostAsync(Credit.Final(anna, 4));
        await leave.RunAsync(carl, default);
        await ledger.PostAsync(Credit.Final(carl, 100));
        await join.RunAsync(carl, terns.Invite.Text, default);
        await ledger.PostAsync(Credit.Final(carl, 30));

        var rows = (await grid.Get<ViewBoards>().PageAsync(BoardKind.Teams, BoardPeriod.Week, 0, 10, default)).Rows;
        var own = await grid.Get<ViewBoards>().FindAsync(BoardKind.Teams, BoardPeriod.AllTime, "WADERS", default);

        Assert.Equal([("terns", 30, 1, "bert"), ("Waders", 14, 2, "anna")], rows.Select(row => (row.Entrant.Name, row.CreditMflop, row.Pictures, row.Entrant.ContributorName)));
        Assert.Equal((2, 14), (own!.Rank, own.CreditMflop));
        Assert.Empty(await ledger.ProveAsync());
        await grid.Get<RebuildBalances>().RunAsync(default);
        Assert.Empty(await ledger.ProveAsync());
    }

    /// <summary>The proof sees a team's sum that is not its postings'.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Prove_WhenATeamsPostingsWereGivenToAnother_FindsIt(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var anna = await ledger.OwnerAsync("anna");
        await FoundAsync(grid, anna, "Waders");
        await ledger.PostAsync(Credit.Final(anna, 10));
        Assert.Empty(await ledger.ProveAsync());

        await ledger.SpoilAsync("""UPDATE postings SET "TeamId" = NULL""");

        Assert.Equal(3, (await ledger.ProveAsync()).Count); // hours, days and all time
        await grid.Get<RebuildBalances>().RunAsync(default);
        Assert.Empty(await ledger.ProveAsync());
        Assert.Empty((await grid.Get<ViewBoards>().PageAsync(BoardKind.Teams, BoardPeriod.AllTime, 0, 10, default)).Rows);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Join_WithACodeThatWasReplaced_IsRefused_AndTheNewOneIsGood(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var (anna, bert) = (await ledger.OwnerAsync("anna"), await ledger.OwnerAsync("bert"));
        var old = (await FoundAsync(grid, anna, "Waders")).Invite;

        var notHis = await grid.Get<ReplaceInvite>().RunAsync(bert, "Waders", default);
        var fresh = await grid.Get<ReplaceInvite>().RunAsync(anna, "waders", default);

        Assert.Null(notHis);
        Assert.Equal("invite.unknown", CodeOf(await grid.Get<JoinTeam>().RunAsync(bert, old.Text, default)));
        Assert.IsType<JoinTeamOutcome.Joined>(await grid.Get<JoinTeam>().RunAsync(bert, fresh!.Text, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Join_WhileInAnotherTeam_IsRefused_AndTheOwnTeamIsJoinedTwiceInVain(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var (anna, bert) = (await ledger.OwnerAsync("anna"), await ledger.OwnerAsync("bert"));
        var (waders, terns) = (await FoundAsync(grid, anna, "Waders"), await FoundAsync(grid, bert, "terns"));

        Assert.Equal("team.member_already", CodeOf(await grid.Get<JoinTeam>().RunAsync(anna, terns.Invite.Text, default)));
        Assert.IsType<JoinTeamOutcome.Joined>(await grid.Get<JoinTeam>().RunAsync(anna, waders.Invite.Text, default));
        Assert.Equal(1, (await grid.Get<ViewTeam>().ByNameAsync("Waders", default))!.MemberCount);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Found_AfterFiveTeams_IsRefused_AndSoIsATakenName(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var (anna, bert) = (await ledger.OwnerAsync("anna"), await ledger.OwnerAsync("bert"));
        for (var team = 1; team <= TeamRefusals.MaxFounded; team++)
        {
            await FoundAsync(grid, anna, $"team {team}");
            await grid.Get<LeaveTeam>().RunAsync(anna, default);
        }

        Assert.Equal("team.too_many", CodeOf(await grid.Get<FoundTeam>().RunAsync(anna, "one more", default)));
        Assert.Equal("team.name_taken", CodeOf(await grid.Get<FoundTeam>().RunAsync(bert, "TEAM 3", default)));
        Assert.Null(await grid.Get<ViewTeam>().OfAsync(anna, default));
    }

    /// <summary>Whoever wins, the account is in one team, and it is the one that the winner was told of.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Join_OfManyTeamsAtOnce_EndsInOneOfThem(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var (carl, teams) = (await ledger.OwnerAsync("carl"), new List<FoundTeamOutcome.Founded>());
        for (var team = 0; team < 6; team++)
            teams.Add(await FoundAsync(grid, await ledger.OwnerAsync($"founder-{team}"), $"team {team}"));

        var outcomes = await Task.WhenAll(teams.Select(team => grid.Get<JoinTeam>().RunAsync(carl, team.Invite.Text, default)));

        var joined = Assert.Single(outcomes.OfType<JoinTeamOutcome.Joined>());
        Assert.Equal(joined.Team.Id, (await grid.Get<ViewTeam>().OfAsync(carl, default))!.Team.Id);
        Assert.Equal(1, await ledger.ReadAsync(db => db.Memberships.CountAsync(stay => stay.AccountId == carl)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task View_ListsThoseWhoStay_InTheOrderTheyJoined(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var invite = (await FoundAsync(grid, await ledger.OwnerAsync("zoe"), "Waders")).Invite;
        foreach (var name in new[] { "bert", "anna", "carl" })
        {
            grid.Time.Advance(TimeSpan.FromMinutes(1));
            await grid.Get<JoinTeam>().RunAsync(await ledger.OwnerAsync(name), invite.Text, default);
        }
        await grid.Get<LeaveTeam>().RunAsync(await ledger.OwnerAsync("anna"), default);

        var team = await grid.Get<ViewTeam>().ByNameAsync("wADERS", default);

        Assert.Equal(("Waders", "zoe", 3), (team!.Team.Name, team.FounderName, team.MemberCount));
        Assert.Equal(["zoe", "bert", "carl"], team.Members.Select(member => member.Name));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rename_IsSeenOnTheBoardAtOnce_AndFreesTheOldName(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (ledger, rename) = (new LedgerScene(grid), grid.Get<RenameTeam>());
        var (anna, bert) = (await ledger.OwnerAsync("anna"), await ledger.OwnerAsync("bert"));
        await FoundAsync(grid, anna, "Waders");
        await ledger.PostAsync(Credit.Final(anna, 10));
        Assert.Single((await grid.Get<ViewBoards>().PageAsync(BoardKind.Teams, BoardPeriod.AllTime, 0, 10, default)).Rows);

        var notHis = await rename.RunAsync(bert, "Waders", "Herons", default);
        var renamed = await rename.RunAsync(anna, "waders", "Sea Birds", default);
        await FoundAsync(grid, bert, "Waders");
        var taken = await rename.RunAsync(anna, "Sea Birds", "WADERS", default);
        var otherLetters = await rename.RunAsync(anna, "Sea Birds", "SEA BIRDS", default);

        Assert.Equal(("team.not_founder", null, "team.name_taken", null), (notHis?.Code, renamed?.Code, taken?.Code, otherLetters?.Code));
        Assert.Equal("SEA BIRDS", Assert.Single((await grid.Get<ViewBoards>().PageAsync(BoardKind.Teams, BoardPeriod.AllTime, 0, 10, default)).Rows).Entrant.Name);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dissolve_OfAnEmptyTeam_EndsIt_AndItsPostingsStay(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (ledger, dissolve) = (new LedgerScene(grid), grid.Get<DissolveTeam>());
        var (anna, bert) = (await ledger.OwnerAsync("anna"), await ledger.OwnerAsync("bert"));
        var invite = (await FoundAsync(grid, anna, "Waders")).Invite;
        await ledger.PostAsync(Credit.Final(anna, 10));

        var notEmpty = await dissolve.RunAsync(anna, "Waders", default);
        await grid.Get<LeaveTeam>().RunAsync(anna, default);
        var notHis = await dissolve.RunAsync(bert, "Waders", default);
        var ended = await dissolve.RunAsync(anna, "waders", default);
        var again = await dissolve.RunAsync(anna, "waders", default);

        Assert.Equal(("team.not_empty", "team.not_founder", null, "team.not_founder"), (notEmpty?.Code, notHis?.Code, ended?.Code, again?.Code));
        Assert.Null(await grid.Get<ViewTeam>().ByNameAsync("Waders", default));
        Assert.Equal("invite.unknown", CodeOf(await grid.Get<JoinTeam>().RunAsync(bert, invite.Text, default)));
        Assert.Equal("team.name_taken", CodeOf(await grid.Get<FoundTeam>().RunAsync(bert, "Waders", default)));
        Assert.Empty(await grid.Get<ListTeams>().RunAsync("", "", 10, null, default));
        Assert.Empty((await grid.Get<ViewBoards>().PageAsync(BoardKind.Teams, BoardPeriod.AllTime, 0, 10, default)).Rows);
        Assert.Empty(await ledger.ProveAsync());
    }

    /// <summary>Whoever wins, nobody is in a team that has ended.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Dissolve_WhileSomebodyJoins_LeavesNobodyInAnEndedTeam(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var anna = await ledger.OwnerAsync("anna");
        for (var round = 0; round < 5; round++)
        {
            var (name, joiner) = ($"team {round}", await ledger.OwnerAsync($"joiner-{round}"));
            var invite = (await FoundAsync(grid, anna, name)).Invite;
            await grid.Get<LeaveTeam>().RunAsync(anna, default);

            var (ended, joined) = (grid.Get<DissolveTeam>().RunAsync(anna, name, default), grid.Get<JoinTeam>().RunAsync(joiner, invite.Text, default));
            await Task.WhenAll(ended, joined);

            Assert.NotEqual(await ended is null, await joined is JoinTeamOutcome.Joined);
            Assert.Equal(await joined is JoinTeamOutcome.Joined, await grid.Get<ViewTeam>().OfAsync(joiner, default) is not null);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task List_FindsPartsOfNames_PageByPage(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (ledger, list) = (new LedgerScene(grid), grid.Get<ListTeams>());
        var founders = new Dictionary<string, AccountId>();
        foreach (var name in new[] { "Sea Birds", "Waders", "seals", "Terns 100" })
            await FoundAsync(grid, founders[name] = await ledger.OwnerAsync($"of {name}"), name);

        Assert.Equal(["Sea Birds", "seals"], (await list.RunAsync("SEA", "", 10, null, default)).Select(team => team.Name));
        Assert.Equal(["seals", "Terns 100"], (await list.RunAsync("", "sea birds", 2, null, default)).Select(team => team.Name));
        Assert.Empty(await list.RunAsync("%", "", 10, null, default));
        Assert.Equal([new ListedTeam("Waders", "of Waders", 1)], await list.RunAsync("", "", 10, founders["Waders"], default));
    }

    private static async Task<FoundTeamOutcome.Founded> FoundAsync(CoordinatorUnderTest grid, AccountId founder, string name) =>
        Assert.IsType<FoundTeamOutcome.Founded>(await grid.Get<FoundTeam>().RunAsync(founder, name, default));

    private static string CodeOf(JoinTeamOutcome outcome) => Assert.IsType<JoinTeamOutcome.Refused>(outcome).Refusal.Code;

    private static string CodeOf(FoundTeamOutcome outcome) => Assert.IsType<FoundTeamOutcome.Refused>(outcome).Refusal.Code;
}
