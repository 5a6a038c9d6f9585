using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Tests.Uplink;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Auditing;
using LaionGrid.Worker.Uplink.Joining;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Audit;

/// <summary>What was decided is told once, whenever the machine was off.</summary>
public sealed class VerdictLoopTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 2, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task Verdicts_AreToldOnce_AlsoAfterARestart()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        grid.Decided.Add(Told("a", VerdictKind.Accepted, 21_708));
        await RunOnceAsync(grid);
        await RunOnceAsync(grid);
        grid.Decided.Add(Told("b", VerdictKind.AcceptedUnaudited, 900)); // while it is off, at the same instant
        await RunOnceAsync(grid);

        Assert.Equal(2, _log.All.Count());
        Assert.Contains("verified; 21,708 MFLOP are yours.", _log.All.First(), StringComparison.Ordinal);
        Assert.Contains("accepted; 900 MFLOP are yours, provisional", _log.All.Last(), StringComparison.Ordinal);
        Assert.Equal(new VerdictCount(2, 22_608, 0), new VerdictBook(_folder.Path).Read()!.Total);
    }

    [Fact]
    public async Task Verdicts_OfALongAbsence_AreASum_ButWhatWasLostIsNamed()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        for (var picture = 0; picture < 600; picture++)
            grid.Decided.Add(Told($"{picture:D5}", VerdictKind.Accepted, 10));
        grid.Decided.Add(Told("99999", VerdictKind.Rejected, 0, "checks.differ"));

        await RunOnceAsync(grid);

        Assert.Equal(["600 pictures were accepted since this machine was last told; 6,000 MFLOP are yours. Not accepted: 1."], _log.All.Take(1));
        Assert.EndsWith("Because. You may appeal within 24 h: laiongrid-worker appeal 99999", Assert.Single(_log.All.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Today_BeginsAnew_AndTheTotalGoesOn()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        grid.Decided.Add(Told("a", VerdictKind.Accepted, 1));
        await RunOnceAsync(grid);
        _time.Advance(TimeSpan.FromDays(1));
        grid.Decided.Add(Told("b", VerdictKind.Recalled, 0));
        await RunOnceAsync(grid);

        var totals = new VerdictBook(_folder.Path).Read()!;

        Assert.Equal((new VerdictCount(0, 0, 1), new VerdictCount(1, 1, 1)), (totals.Today, totals.Total));
    }

    [Fact]
    public async Task Book_KeepsTheLastHundred_OneByOne()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        for (var picture = 0; picture < 150; picture++)
            grid.Decided.Add(Told($"{picture:D5}", VerdictKind.Accepted, 10));

        await RunOnceAsync(grid);
        grid.Decided.Add(Told("99999", VerdictKind.Rejected, 0, "checks.differ"));
        await RunOnceAsync(grid);

        var recent = new VerdictBook(_folder.Path).Read()!.Recent;
        Assert.Equal((100, "00051", "99999"), (recent.Count, recent[0].LeaseId, recent[^1].LeaseId));
        Assert.Equal((PictureVerdict.Rejected, "Because."), (recent[^1].Verdict, recent[^1].Reason));
    }

    /// <summary>Written by a worker from before verdicts were kept one by one.</summary>
    [Fact]
    public async Task Book_OfAnOlderWorker_IsGoneOnWith()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        grid.Decided.Add(Told("a", VerdictKind.Accepted, 1));
        await File.WriteAllTextAsync(_folder["verdicts.json"], """{"SeenAt":"2026-01-01T00:00:00+00:00","SeenLease":"","Day":"2026-01-01","Today":{"Accepted":1,"Mflop":2,"Lost":0},"Total":{"Accepted":7,"Mflop":9,"Lost":1}}""");

        await RunOnceAsync(grid);

        var totals = new VerdictBook(_folder.Path).Read()!;
        Assert.Equal((8, "a"), (totals.Total.Accepted, Assert.Single(totals.Recent).LeaseId));
    }

    [Fact]
    public async Task Account_IsLookedUp_WhenThereIsNewsOfIt()
    {
        await using var grid = await new ScriptedGrid { Standing = new() { CreditMflop = 700, ProvisionalMflop = 30, Rank = 4 } }.StartAsync();
        await File.WriteAllTextAsync(_folder["identity.json"], """{"EnrollKey":"k","IsReferee":false,"WorkerKey":"w","WorkerName":"lark","ContributorName":"Ada"}""");
        await RunOnceAsync(grid);
        await RunOnceAsync(grid);
        var quiet = grid.AccountsAsked.Count;
        grid.Decided.Add(Told("a", VerdictKind.Accepted, 1));

        await RunOnceAsync(grid);

        Assert.Equal((1, 2, "Ada"), (quiet, grid.AccountsAsked.Count, grid.AccountsAsked[0]));
        Assert.Equal(new AccountStanding(700, 30, 4), new VerdictBook(_folder.Path).Read()!.Account);
    }

    [Fact]
    public async Task Book_ThatWasSpoilt_IsBegunAnew()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        grid.Decided.Add(Told("a", VerdictKind.Accepted, 1));
        await File.WriteAllTextAsync(_folder["verdicts.json"], "{");

        await RunOnceAsync(grid);

        Assert.Equal(1, new VerdictBook(_folder.Path).Read()!.Total.Accepted);
    }

    [Theory]
    [InlineData("Verified", "", "Picture of 12:02 verified; 5 MFLOP are yours.")]
    [InlineData("Recalled", "", "Picture of 12:02 was taken back with its credit: a later audit found this machine at fault.")]
    [InlineData("Rejected", "reveal.withheld", "Picture of 12:02 was rejected: Because.")]
    [InlineData("Rejected", "checks.differ", "Picture of 12:02 was rejected: Because. You may appeal within 24 h: laiongrid-worker appeal a")]
    public void Text_OfAVerdict_SaysWhatItMeans(string verdict, string code, string text) =>
        Assert.Equal(text, VerdictText.Of(new("a", Enum.Parse<PictureVerdict>(verdict), code, "Because.", 5, Noon, Noon), TimeZoneInfo.Utc));

    public void Dispose() => _folder.Dispose();

    private WorkerVerdict Told(string lease, VerdictKind verdict, long mflop, string code = "")
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return new() { LeaseId = lease, Verdict = verdict, Code = code, Reason = code.Length > 0 ? "Because." : "", CreditMflop = mflop, RenderedAtUs = now, VerdictAtUs = now };
    }

    /// <summary>A new life of the worker over what it has kept.</summary>
    private async Task RunOnceAsync(ScriptedGrid grid)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(_log));
        using var loop = new VerdictLoop(grid.Verdicts, grid.Accounts, new VerdictBook(_folder.Path), new WorkerKey { Text = "key" }, _time, logging.CreateLogger<VerdictLoop>());
        await loop.RunOnceAsync(default);
    }
}
