using LaionGrid.Coordinator.Accounts.Profiles;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Leaderboards;
using LaionGrid.Coordinator.Leaderboards.Contributors;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Tests.Ledger;
using LaionGrid.Coordinator.Tests.Verification;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leaderboards.Contributors;

public sealed class ViewContributorTests
{
    [Theory, OnSqlite(true), OnPostgres(true), OnSqlite(false), OnPostgres(false)]
    public async Task Page_OfAContributor_HasItsDaysRankMachinesAndTeam(DatabaseKind kind, bool isFolded)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, ledger) = (new Story(grid), new LedgerScene(grid));
        var (anna, bert) = (await story.EnrollAsync("anna"), await story.EnrollAsync("bert"));
        await grid.Get<FoundTeam>().RunAsync(anna.AccountId, "Waders", default);
        await ledger.PostAsync(Credit.Final(bert.AccountId, 500, bert.WorkerId.Value));
        await ledger.PostAsync(Credit.Final(anna.AccountId, 20, anna.WorkerId.Value));
        var first = grid.Time.GetUtcNow().Floor(TallySpan.Day);
        grid.Time.Advance(TimeSpan.FromDays(2));
        await ledger.PostAsync(Credit.Final(anna.AccountId, 7, anna.WorkerId.Value));
        await ledger.PostAsync(Credit.Final(anna.AccountId, 3, anna.WorkerId.Value));
        if (isFolded)
            await grid.Get<FoldTallies>().RunAsync(default);

        var page = (await grid.Get<ViewContributor>().RunAsync("ANNA", default))!.Page!;

        Assert.Equal((2, 30, 3, 2), (page.Standing!.Rank, page.Standing.CreditMflop, page.Standing.Pictures, page.People));
        Assert.Equal([(first, 20, 1), (first.AddDays(2), 10, 2)], page.Days.Select(day => (day.At, day.Amount, day.Count)));
        Assert.Equal(("Waders", 1), (page.Team, page.MachineCount));
        var machine = Assert.Single(page.Machines);
        Assert.Equal(("anna", 30, false, null), (machine.Worker.Name, machine.Standing!.CreditMflop, machine.IsHere, machine.Pace));
        Assert.Equal([Badge.FirstPicture], page.Badges);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Page_AfterPictures_SaysHowLongTheyTook_AndHowFastTheMachineIs(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("anna");
        await story.AskAsync(count: 4);
        for (byte picture = 0; picture < 3; picture++)
        {
            var lease = await story.MustClaimAsync(worker);
            grid.Time.Advance(TimeSpan.FromSeconds(4));
            await story.DeliverAsync(lease, worker, shade: (byte)(10 * picture));
        }
        await story.VerifyAsync();
        var held = await story.MustClaimAsync(worker);

        var page = (await grid.Get<ViewContributor>().RunAsync("anna", default))!.Page!;

        Assert.Equal((3, 12_000), (page.Rendered, page.RenderMs));
        var machine = Assert.Single(page.Machines);
        Assert.Equal(TimeSpan.FromSeconds(4.0 / held.Settings.Steps), machine.Pace!.MedianStep);
        Assert.True(machine.IsHere); // it holds a lease
        Assert.Equal(grid.Time.GetUtcNow(), machine.Record!.LastAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Page_ThatIsPrivate_SaysNothing_AndTheBoardGoesOn(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ledger = new LedgerScene(grid);
        var anna = await ledger.OwnerAsync("anna");
        await ledger.PostAsync(Credit.Final(anna, 20));
        var profiles = grid.Get<UpdateProfile>();

        await profiles.RunAsync(anna, isPrivate: true, "DE", "I like terns.", default);
        var hidden = await grid.Get<ViewContributor>().RunAsync("anna", default);
        await profiles.RunAsync(anna, isPrivate: false, "DE", "  I like terns.  ", default);
        var shown = await grid.Get<ViewContributor>().RunAsync("anna", default);

        Assert.Equal(new("anna", null), hidden);
        Assert.Equal(("DE", "I like terns."), (shown!.Page!.Country, shown.Page.About));
        Assert.Equal("anna", Assert.Single((await grid.Get<ViewBoards>().PageAsync(BoardKind.People, BoardPeriod.AllTime, 0, 10, default)).Rows).Entrant.Name);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Machines_OfOneself_SayWhatWasAcceptedAndLostLately(DatabaseKind kind)
    {
        await using var grid = await NeverDrawn.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("anna");
        await story.AskAsync(count: 2);
        await story.RenderAsync(worker, shade: 1);
        await story.RenderAsync(worker, shade: 90);
        await story.VerifyAsync();
        await using var db = await story.DbAsync();
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.OpenConnectionAsync(db.Database);

        var today = Assert.Single(await grid.Get<ReadMachines>().RunOwnAsync(db, worker.AccountId, default));
        grid.Time.Advance(TimeSpan.FromDays(1));
        var tomorrow = Assert.Single(await grid.Get<ReadMachines>().RunOwnAsync(db, worker.AccountId, default));

        Assert.Equal((2, 2, 0), (today.PicturesToday, today.AcceptedLately, today.LostLately));
        Assert.Equal((0, 2, 0), (tomorrow.PicturesToday, tomorrow.AcceptedLately, tomorrow.LostLately));
    }

    /// <summary>What waits for its place in the log is left out, so that the balance is what the signed head sums up to.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Certificate_IsWhatTheSignedLogSumsUpTo(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (ledger, certify) = (new LedgerScene(grid), grid.Get<CertifyContributor>());
        var anna = await ledger.OwnerAsync("anna");
        var early = await certify.RunAsync("anna", default);
        await ledger.PostAsync(Credit.Final(anna, 20));
        await grid.Get<SequenceLog>().RunAsync(default);
        await ledger.PostAsync(Credit.Final(anna, 7));

        var made = Assert.IsType<CertifyOutcome.Certified>(await certify.RunAsync("Anna", default));
        await grid.Get<SequenceLog>().RunAsync(default);
        var later = Assert.IsType<CertifyOutcome.Certified>(await certify.RunAsync("anna", default));
        await grid.Get<UpdateProfile>().RunAsync(anna, isPrivate: true, "", "", default);

        Assert.IsType<CertifyOutcome.NotBegun>(early);
        Assert.Equal((20, 27), (made.Balance.FinalMflop, later.Balance.FinalMflop));
        Assert.True(later.Balance.Size > made.Balance.Size);
        Assert.Contains($"\n{later.Balance.Size}\n", later.Balance.Checkpoint, StringComparison.Ordinal);
        Assert.IsType<CertifyOutcome.Unknown>(await certify.RunAsync("anna", default));
    }

    [Theory, OnSqlite]
    public async Task Page_OfNobody_IsNone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);

        Assert.Null(await grid.Get<ViewContributor>().RunAsync("nobody", default));
        Assert.Null(await grid.Get<ViewContributor>().RunAsync("network", default));
    }
}
