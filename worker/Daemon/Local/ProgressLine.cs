namespace LaionGrid.Worker.Local;

/// <summary>How far long work is, on one line of the terminal that is wiped at the end. Silent where standard error is no terminal.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const int Cells = 30;

    private readonly bool _isShown = !Console.IsErrorRedirected;
    private int _width;

    /// <param name="what">What is counted, such as "steps".</param>
    public void Show(int done, int total, string what)
    {
        var filled = (int)((long)done * Cells / total);
        Show($"[{new string('#', filled)}{new string('.', Cells - filled)}] {done}/{total} {what}");
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
}
