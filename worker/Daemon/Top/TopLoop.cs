using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;
using Spectre.Console;

namespace LaionGrid.Worker.Top;

/// <summary>Asks the worker how it is once a second, shows it, and says to it what keys mean.</summary>
/// <param name="ask">How it is after what was said to it; otherwise in one line why it was not reached.</param>
/// <param name="key">The next key that was pressed; null when none was. Must not wait.</param>
internal sealed class TopLoop(
    IAnsiConsole console, Func<OwnerWish?, CancellationToken, Task<(StatusReport? Report, string Problem)>> ask, Func<ConsoleKey?> key, TimeProvider time)
{
    private const int NotReached = 1;

    private static readonly TimeSpan LooksForKeys = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Asks = TimeSpan.FromSeconds(1);

    private readonly TopScreen _screen = new(time.LocalTimeZone);

    /// <summary>Until its reader leaves, the worker having been there when they came.</summary>
    public async Task<int> ShowAsync(CancellationToken cancellationToken)
    {
        var (first, problem) = await ask(null, cancellationToken);
        if (first is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return NotReached;
        }
        await console.Live(_screen.Of(first)).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
        {
            while (await ReadAsync(cancellationToken) is (false, var wish))
            {
                var (report, why) = await ask(wish, cancellationToken);
                live.UpdateTarget(report is null ? TopScreen.Gone(why) : _screen.Of(report));
                live.Refresh();
            }
        });
        return 0;
    }

    /// <summary>A line whenever something changed, for a reader that is no terminal, until the worker is gone.</summary>
    public async Task<int> TellAsync(TextWriter output, CancellationToken cancellationToken)
    {
        for (var told = ""; ;)
        {
            var (report, problem) = await ask(null, cancellationToken);
            if (report is null)
            {
                await Console.Error.WriteLineAsync(problem);
                return NotReached;
            }
            if (StatusText.Line(report) is var line && line != told)
                await output.WriteLineAsync($"{TimeZoneInfo.ConvertTime(report.At, time.LocalTimeZone):HH:mm:ss}  {told = line}");
            await Task.Delay(Asks, time, cancellationToken);
        }
    }

    /// <summary>What is to be said to the worker after a second, or at once when a key was pressed.</summary>
    private async Task<(bool Quits, OwnerWish? Wish)> ReadAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Asks; waited += LooksForKeys)
        {
            switch (key())
            {
                case ConsoleKey.Q or ConsoleKey.Escape:
                    return (true, null);
                case ConsoleKey.P:
                    return (false, new(WishKind.Pause));
                case ConsoleKey.R:
                    return (false, OwnerWish.None);
                case ConsoleKey.F:
                    return (false, new(WishKind.Finish));
            }
            await Task.Delay(LooksForKeys, time, cancellationToken);
        }
        return (false, null);
    }
}
