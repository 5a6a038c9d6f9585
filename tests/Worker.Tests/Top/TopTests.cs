using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Tests.Page;
using LaionGrid.Worker.Top;
using Spectre.Console;

namespace LaionGrid.Worker.Tests.Top;

/// <summary>The dashboard on a terminal that is a text.</summary>
public sealed class TopTests : IDisposable
{
    private readonly StringWriter _output = new();

    [Fact]
    public void Screen_OfAWorkerAtWork_SaysWhatItDoes_AndWhatItCameTo()
    {
        var text = Show(StagedDesk.Working);

        Assert.Contains("northern-lark for Ada", text, StringComparison.Ordinal);
        Assert.Contains("━━━━━━━━━━━━━━━━────────────────────────  step 12 of 30, about 6 s left", text, StringComparison.Ordinal);
        Assert.Matches("Temperature +[0-9]+ °C +[▁▂▃▄▅▆▇█ ]{24}", text);
        Assert.Contains("1.38 TFLOP", text, StringComparison.Ordinal);
        Assert.Contains("rejected", text, StringComparison.Ordinal);
        Assert.Contains("q quit", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_OfAPausedWorker_SaysWhy() =>
        Assert.Contains("You paused it until 14:00.", Show(StagedDesk.Waiting with { State = "paused", Reasons = ["You paused it until 14:00."] }), StringComparison.Ordinal);

    [Fact]
    public void Screen_OfSeveralDevices_NamesEach()
    {
        var device = StagedDesk.Working.Devices[0];
        var text = Show(StagedDesk.Working with { Devices = [device with { Label = "cuda:0" }, device with { Label = "cuda:1", State = "setAside", Reasons = ["It failed three times."], Job = null }] });

        Assert.Contains("cuda:0", text, StringComparison.Ordinal);
        Assert.Contains("It failed three times.", text, StringComparison.Ordinal);
    }

    /// <summary>Names come from the grid, and look like markup.</summary>
    [Fact]
    public void Screen_OfStrangeNames_ShowsThem() => Assert.Contains("[red]x[/]", Show(StagedDesk.Waiting with { Owner = new("[red]x[/]", "[[", "http://g/", "") }), StringComparison.Ordinal);

    [Fact]
    public void Screen_OnANarrowTerminal_StaysWithinIt() => Assert.All(Show(StagedDesk.Working, 60).Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 60));

    [Fact]
    public void Sparkline_ShowsMeansOfItsShares_AndGaps() => Assert.Equal("▁▅ █", Sparkline.Of([0, 0, 4, 6, null, null, 10, 99], 10, 4));

    [Fact]
    public void Sparkline_OfFewValues_IsShort() => Assert.Equal("█", Sparkline.Of([10], 10, 24));

    [Fact]
    public async Task Keys_AreSaidToTheWorker_UntilQuit()
    {
        var (keys, heard) = (new Queue<ConsoleKey>([ConsoleKey.P, ConsoleKey.F, ConsoleKey.X, ConsoleKey.R, ConsoleKey.Q]), new List<WishKind?>());
        var top = new TopLoop(Terminal(80), Ask, () => keys.TryDequeue(out var key) ? key : null, new HurriedTime());

        var code = await top.ShowAsync(default);

        Assert.Equal(0, code);
        Assert.Equal([null, WishKind.Pause, WishKind.Finish, WishKind.None], heard);

        Task<(StatusReport?, string)> Ask(OwnerWish? wish, CancellationToken cancellationToken)
        {
            heard.Add(wish?.Kind);
            return Task.FromResult<(StatusReport?, string)>((StagedDesk.Waiting, ""));
        }
    }

    [Fact]
    public async Task Worker_ThatIsGone_IsSaid_AndTheScreenStays()
    {
        var (keys, asked) = (new Queue<ConsoleKey>([ConsoleKey.P, ConsoleKey.Q]), 0);
        var top = new TopLoop(Terminal(80), (_, _) => Task.FromResult<(StatusReport?, string)>(asked++ == 0 ? (StagedDesk.Waiting, "") : (null, "No worker runs here.")), () => keys.TryDequeue(out var key) ? key : null, new HurriedTime());

        await top.ShowAsync(default);

        Assert.Contains("No worker runs here.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_AreWrittenWhenSomethingChanged()
    {
        var reports = new Queue<StatusReport?>([StagedDesk.Waiting, StagedDesk.Waiting, StagedDesk.Working, null]);
        var top = new TopLoop(Terminal(80), Ask, () => null, new HurriedTime());

        var code = await top.TellAsync(_output, default);

        var lines = _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1, code);
        Assert.EndsWith("Waiting for work.", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("Rendering a picture of 768x512 with sd15. Step 12 of 30.", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);

        Task<(StatusReport?, string)> Ask(OwnerWish? wish, CancellationToken cancellationToken) => Task.FromResult((reports.Dequeue(), "No worker runs here."));
    }

    public void Dispose() => _output.Dispose();

    private string Show(StatusReport report, int width = 120)
    {
        Terminal(width).Write(new TopScreen(TimeZoneInfo.Utc).Of(report));
        return _output.ToString();
    }

    private IAnsiConsole Terminal(int width)
    {
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(_output) });
        (console.Profile.Width, console.Profile.Height) = (width, 60);
        return console;
    }

    /// <summary>A clock on which nothing takes time.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
