using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

/// <summary>How much one may ask for, by who they are.</summary>
public sealed class AskBoundsTests
{
    private static readonly string[] Tight =
        ["--Jobs:AnonymousWaiting", "8", "--Jobs:AnonymousPerDay", "12", "--Jobs:NewWaiting", "16", "--Jobs:NewPerDay", "16", "--Jobs:TrustedWaiting", "24", "--Jobs:TrustedPerDay", "0"];

    private int _asks;

    [Theory, OnSqlite, OnPostgres]
    public async Task Submit_OfMoreThanMayWait_IsRefusedUntilSomeAreGone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, [.. Tight, "--Jobs:AnonymousPerDay", "0"]);
        var first = Accepted(await AskAsync(grid, Caller.Anonymous, 6, "visitor"));

        var refusal = Refused(await AskAsync(grid, Caller.Anonymous, 4, "visitor"));
        Accepted(await AskAsync(grid, Caller.Anonymous, 8, "neighbour"));
        await grid.Get<CancelRequest>().RunAsync(first, default);
        Accepted(await AskAsync(grid, Caller.Anonymous, 4, "visitor"));

        Assert.Equal((RefusalKind.TooMany, "requests.too_many_waiting", "count"), (refusal.Kind, refusal.Code, refusal.Field));
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        Assert.Contains("6 of your pictures wait in line, and 8 may", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Submit_OfMoreThanADaysPictures_IsRefusedForAsLongAsItSays(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, [.. Tight, "--Jobs:AnonymousWaiting", "0"]);
        for (var picture = 0; picture < 12; picture++)
            Accepted(await AskAsync(grid, Caller.Anonymous, 1, "visitor"));

        var refusal = Refused(await AskAsync(grid, Caller.Anonymous, 3, "visitor"));
        Accepted(await AskAsync(grid, Caller.Anonymous, 3, "neighbour"));
        grid.Time.Advance(refusal.RetryAfter - TimeSpan.FromSeconds(1));
        Refused(await AskAsync(grid, Caller.Anonymous, 3, "visitor"));
        grid.Time.Advance(TimeSpan.FromSeconds(1));
        Accepted(await AskAsync(grid, Caller.Anonymous, 3, "visitor"));

        Assert.Equal((RefusalKind.TooMany, "requests.too_many_today", TimeSpan.FromHours(6)), (refusal.Kind, refusal.Code, refusal.RetryAfter));
        Assert.Contains("With an account it is more.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Submit_WhenRepeatedPastTheBound_ReturnsTheFirstAnswer(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, Tight);
        var ask = new Ask { RequestKey = "same", Prompt = "a boat", Count = 8 };

        var first = Accepted(await grid.Get<SubmitRequest>().RunAsync(ask, "", Caller.Anonymous, default));
        var again = Accepted(await grid.Get<SubmitRequest>().RunAsync(ask, "", Caller.Anonymous, default));

        Assert.Equal(first, again);
    }

    [Theory, OnSqlite]
    public async Task Submit_ByManyAtOnce_NeverPassesTheBound(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, Tight);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(grid, Caller.Anonymous, 1, "visitor")));

        Assert.Equal(8, outcomes.Count(outcome => outcome is SubmitOutcome.Accepted));
    }

    [Theory, OnSqlite]
    public async Task Submit_ByAnAccount_HasItsOwnBoundsForWhomeverItAsks(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, Tight);
        var made = Assert.IsType<CreateAccountOutcome.Created>(await grid.Get<CreateAccount>().RunAsync("Ada", default));
        var ada = new Caller(made.Account.Id, KeyRole.Person, null, "lg_ada");

        Accepted(await AskAsync(grid, ada, 8, "one"));
        Accepted(await AskAsync(grid, ada, 8, "two"));
        var refusal = Refused(await AskAsync(grid, ada, 1, "three"));
        Accepted(await AskAsync(grid, ada with { Rank = Rank.Trusted }, 1, "three"));
        Accepted(await AskAsync(grid, ada with { Role = KeyRole.Operator }, 8, "one"));

        Assert.Equal("requests.too_many_today", refusal.Code);
    }

    [Fact]
    public void Class_OfACaller_IsByItsKeyAndRank()
    {
        Assert.Equal(RateClass.Anonymous, AskBoundsPolicy.ClassOf(Caller.Anonymous));
        Assert.Equal(RateClass.New, AskBoundsPolicy.ClassOf(new(AccountId.Operator, KeyRole.Person, null, "lg_x")));
        Assert.Equal(RateClass.Trusted, AskBoundsPolicy.ClassOf(new Caller(AccountId.Operator, KeyRole.Moderator, null, "site") { Rank = Rank.Trusted }));
        Assert.Equal(RateClass.Operator, AskBoundsPolicy.ClassOf(new(AccountId.Operator, KeyRole.Operator, null, "lg_x")));
    }

    private Task<SubmitOutcome> AskAsync(CoordinatorUnderTest grid, Caller caller, int count, string requester) =>
        grid.Get<SubmitRequest>().RunAsync(new() { RequestKey = $"bounds-{Interlocked.Increment(ref _asks)}", Prompt = "a boat", Count = count, Requester = requester }, "", caller, default);

    private static RequestId Accepted(SubmitOutcome outcome) => Assert.IsType<SubmitOutcome.Accepted>(outcome).Request.Id;

    private static Refusal Refused(SubmitOutcome outcome) => Assert.IsType<SubmitOutcome.Refused>(outcome).Refusal;
}
