using System.Diagnostics;
using System.Globalization;

namespace LaionGrid.Worker.Local;

/// <summary>How far long work is, on one line of the terminal that is wiped at the end. Silent where standard error is no terminal.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const int Cells = 30;

    private readonly bool _isShown = !Console.IsErrorRedirected;
    private long? _began;
    private int _width;

    /// <summary>Tells how much time is left, too, as it went so far.</summary>
    /// <param name="what">What is counted, such as "steps".</param>
    public void Show(int done, int total, string what)
    {
        _began ??= Stopwatch.GetTimestamp();
        Show(Bar(done, total, what, Stopwatch.GetElapsedTime(_began.Value)));
    }

    /// <param name="passed">Since nothing was done.</param>
    public static string Bar(int done, int total, string what, TimeSpan passed)
    {
        var filled = (int)((long)done * Cells / total);
        var left = done > 0 && done < total ? $", {Text(passed * (total - done) / done)} left" : "";
        return $"[{new string('#', filled)}{new string('.', Cells - filled)}] {done}/{total} {what}{left}";
    }

    public void Show(string text)
    {
        if (!_isShown)
            return;
        Console.Error.Write($"\r{text.PadRight(_width)}");
        _width = Math.Max(_width, text.Length);
    }

    /// <summary>Leaves an empty line to write on.</summary>
    public void Wipe()
    {
        if (_width == 0)
            return;
        Console.Error.Write($"\r{new string(' ', _width)}\r");
        _width = 0;
    }

    public void Dispose() => Wipe();

    private static string Text(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");
}
