namespace LaionGrid.Worker.Local;

/// <summary>How far long work is, on one line of the terminal that is wiped at the end. Silent where standard error is no terminal.</summary>
internal sealed class ProgressBar(int total) : IDisposable
{
    private const int Cells = 30;

    private readonly bool _isShown = !Console.IsErrorRedirected;
    private bool _isDone;

    public void Show(int done)
    {
        if (!_isShown)
            return;
        var filled = (int)((long)done * Cells / Math.Max(1, total));
        Console.Error.Write($"\r[{new string('#', filled)}{new string('.', Cells - filled)}] {done}/{total}");
    }

    public void Dispose()
    {
        if (_isShown && !_isDone)
            Console.Error.Write($"\r{new string(' ', Cells + 24)}\r");
        _isDone = true;
    }
}
