using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Moderation;
using LaionGrid.Coordinator.Moderation.Prompts;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Tests.Moderation;

public sealed class ScreenPromptsTests
{
    private int _asks;

    [Theory, OnSqlite, OnPostgres]
    public async Task Prompt_ThatIsForbidden_IsNotQueuedAndTheRefusalSaysWhatToChange(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);

        var refusal = await AskAsync(grid, "a nak3d chi\u200Bld, very rude");

        Assert.Equal((RefusalKind.Invalid, "policy.minors", "prompt"), (refusal?.Kind, refusal?.Code, refusal?.Field));
        Assert.Contains("Take the sexual part out", refusal?.Message, StringComparison.Ordinal);
        Assert.Contains("/appeal", refusal?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("naked", refusal?.Message, StringComparison.Ordinal);
        await using var db = await new Story(grid).DbAsync();
        Assert.Equal(0, await db.Jobs.CountAsync());
    }

    [Theory, OnSqlite]
    public async Task Asker_WhoGoesOnProbing_WaitsLongerEachTime_AndNobodyElseDoes(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        for (var probe = 0; probe < 4; probe++)
            Assert.Equal("policy.minors", (await AskAsync(grid, "a naked child", "mallory"))?.Code);

        var paused = await AskAsync(grid, "a boat", "mallory");
        Assert.Equal((RefusalKind.TooMany, "policy.paused", TimeSpan.FromMinutes(1)), (paused?.Kind, paused?.Code, paused?.RetryAfter));
        Assert.Null(await AskAsync(grid, "a boat", "ada"));
        grid.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("policy.minors", (await AskAsync(grid, "a naked child", "mallory"))?.Code);
        Assert.Equal(TimeSpan.FromMinutes(2), (await AskAsync(grid, "a boat", "mallory"))?.RetryAfter);
        grid.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await AskAsync(grid, "a boat", "mallory"));
    }

    [Theory, OnSqlite]
    public async Task Asker_WhoKnowsNoBetter_WaitsForNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        for (var time = 0; time < 9; time++)
            Assert.Equal("policy.personal", (await AskAsync(grid, "jane@example.org"))?.Code);

        Assert.Null(await AskAsync(grid, "a boat"));
    }

    [Fact]
    public void Timeouts_NeverShrinkWhileOneGoesOn_NeverPassTheLongest_AndEnd() =>
        Prop.ForAll(Gen.Choose(0, 90).ArrayOf().ToArbitrary(), pauses =>
        {
            var (now, known, longest) = (DateTimeOffset.UnixEpoch, default(Probing), TimeSpan.FromHours(24));
            foreach (var pause in pauses)
            {
                var before = known.Until - known.LastAt;
                now = (known.Until > now ? known.Until : now) + TimeSpan.FromMinutes(pause);
                known = TimeoutPolicy.Refused(known, now, free: 3, longest);
                Assert.InRange(known.Until - now, TimeSpan.Zero, longest);
                Assert.True(pause >= 60 || known.Until - now >= before);
            }
            Assert.Equal(0, TimeoutPolicy.Counted(known, known.Until + (TimeoutPolicy.Forgets * 40)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Book_WhenCrowdsProbe_StaysBoundedAndKeepsTheWorst()
    {
        var book = new ProbeBook(Options.Create(new ModerationOptions()), new ManualTime());
        for (var time = 0; time < 10; time++)
            book.Refused("mallory");

        for (var crowd = 0; crowd < ProbeBook.MaxAskers * 2; crowd++)
            book.Refused($"{crowd}");

        Assert.InRange(book.Count, 1, ProbeBook.MaxAskers);
        Assert.True(book.Remaining("mallory") > TimeSpan.FromMinutes(30));
    }

    private async Task<Refusal?> AskAsync(CoordinatorUnderTest grid, string prompt, string requester = "") =>
        (await grid.Get<SubmitRequest>().RunAsync(new Ask { RequestKey = $"key-{++_asks}", Prompt = prompt, Count = 1, Requester = requester }, "", Caller.Anonymous, default) as SubmitOutcome.Refused)?.Refusal;
}
