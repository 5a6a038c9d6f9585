using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Updates;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Updates;

public sealed class TrialTests : IDisposable
{
    private readonly ReleaseScene _scene = new();

    [OnUnixFact]
    public async Task Release_ThatCrashesAgainAndAgain_MakesRoomForTheOneBefore_AndIsNotTriedAgain()
    {
        await TakeAsync("0.2.0");
        var trial = New("0.2.0");
        for (var start = 0; start < UpdatePolicy.MostBadStarts; start++)
            Assert.Null(trial.Start());

        Assert.Equal(_scene.Installation.ProgramOf("0.1.0"), trial.Start());
        Assert.Equal("0.1.0", _scene.Current);
        Assert.Null(new TrialRun(_scene.Installation, _scene.Time).Start());
        Assert.Null(await _scene.Take.RunAsync(mayWait: false, default));
    }

    [OnUnixFact]
    public async Task Release_ThatIsToldToStop_IsNotHeldToHaveCrashed()
    {
        await TakeAsync("0.2.0");
        var trial = New("0.2.0");
        for (var start = 0; start < 10; start++)
        {
            Assert.Null(trial.Start());
            trial.Stop();
        }
        Assert.Equal("0.2.0", _scene.Current);
    }

    [OnUnixFact]
    public async Task Release_ThatNeverJoins_IsTakenBackAfterADay()
    {
        await TakeAsync("0.2.0");
        var trial = New("0.2.0");
        Assert.Null(trial.Start());
        _scene.Time.Advance(UpdatePolicy.TrialLasts - TimeSpan.FromMinutes(1));
        Assert.Null(trial.TakeBack());
        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(_scene.Installation.ProgramOf("0.1.0"), trial.TakeBack());
        Assert.Equal("0.1.0", _scene.Current);
    }

    [OnUnixFact]
    public async Task Release_ThatJoined_StaysWhateverComes_AndOlderOnesAreDeletedButTheOneBefore()
    {
        Directory.CreateDirectory(_scene.Installation.FolderOf("0.0.1"));
        await TakeAsync("0.2.0");
        var trial = New("0.2.0");
        Assert.Null(trial.Start());
        trial.DidWell();
        for (var start = 0; start < 10; start++)
            Assert.Null(trial.Start());

        Assert.Equal("0.2.0 of 0.1.0 0.2.0", _scene.State);
    }

    /// <summary>Also when it joined before the updates began to listen.</summary>
    [OnUnixTheory, InlineData(true), InlineData(false)]
    public async Task Release_WhenTheWorkerJoins_IsNoLongerOnTrial(bool joinsFirst)
    {
        await TakeAsync("0.2.0");
        var (trial, joining) = (New("0.2.0"), new JoinSignal());
        Assert.Null(trial.Start());
        using var loop = new UpdateLoop(_scene.Installation, _scene.Take, trial, joining, new(), new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _scene.Time, NullLogger<UpdateLoop>.Instance);
        if (joinsFirst)
            joining.Tell();
        await loop.StartAsync(default);
        if (!joinsFirst)
            joining.Tell();
        await loop.StopAsync(default);

        Assert.Null(_scene.Installation.ReadRecord().Trial);
    }

    public static TheoryData<Exception> Surprises { get; } = [new TaskCanceledException("The server did not answer in time."), new InvalidOperationException("What nobody foresaw.")];

    /// <summary>The next look is the remedy; the worker goes on.</summary>
    [OnUnixTheory, MemberData(nameof(Surprises))]
    public async Task Loop_WhenALookFails_SaysSoAndGoesOn(Exception surprise)
    {
        var (log, ending) = (new LogLines(), new Ending());
        using var logging = new LoggerFactory([log]);
        using var loop = new UpdateLoop(_scene.Installation, _scene.Take, New("0.1.0"), new(), ending, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _scene.Time, logging.CreateLogger<UpdateLoop>());
        _scene.Fails = surprise;

        await loop.RunOnceAsync(default);

        Assert.Contains(log.All, line => line.StartsWith("No update was taken", StringComparison.Ordinal));
        Assert.Null(ending.Successor);
    }

    [OnUnixFact]
    public async Task Record_WhenItCannotBeRead_BeginsAnew()
    {
        await TakeAsync("0.2.0");
        await File.WriteAllTextAsync(Path.Combine(_scene.Root, "update.json"), "{");

        Assert.Null(_scene.Installation.ReadRecord().Trial);
    }

    [Fact]
    public void Find_WhereNoReleaseWasInstalled_IsNone() => Assert.Null(Installation.Find(AppContext.BaseDirectory, "0.1.0"));

    /// <summary>Whatever happens to a release on trial, it is started badly a few times at most before the one before comes back, and nothing but that or joining ends the trial.</summary>
    [Fact]
    public void Trial_OverAnyLife_EndsByJoiningOrAfterAFewBadStarts() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), life =>
    {
        var now = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var (record, bad, joined) = (new UpdateRecord(0, new("2", "1", now, 0), []), 0, false);
        foreach (var what in life)
        {
            record = UpdatePolicy.Started(record, "2");
            if (UpdatePolicy.HasFailed(record, now))
                break;
            switch (what % 3)
            {
                case 0: record = UpdatePolicy.Stopped(record); break;
                case 1: bad++; break;
                default: (record, joined) = (UpdatePolicy.DidWell(record), true); break;
            }
        }
        Assert.Equal(joined, record.Trial is null);
        Assert.True(joined || bad <= UpdatePolicy.MostBadStarts);
    }));

    public void Dispose() => _scene.Dispose();

    private async Task TakeAsync(string version)
    {
        _scene.Publish(version);
        Assert.NotNull(await _scene.Take.RunAsync(mayWait: false, default));
    }

    /// <summary>As the new version sees it.</summary>
    private TrialRun New(string version) =>
        new(Installation.Find(_scene.Installation.FolderOf(version), version)!, _scene.Time);
}
