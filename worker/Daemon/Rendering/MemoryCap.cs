namespace LaionGrid.Worker.Rendering;

/// <summary>Ends a render process that takes more memory of the machine than it may, while it works. Limits of the system would count what drivers of cards reserve and never use.</summary>
internal sealed class MemoryCap : IAsyncDisposable
{
    private readonly ITimer _timer;
    private long _taken;

    public MemoryCap(RenderChild child, RenderingOptions options, TimeProvider time) =>
        _timer = time.CreateTimer(_ => Look(child, options.MostMemoryMiB), null, options.LooksAtMemoryEvery, options.LooksAtMemoryEvery);

    /// <summary>MiB that it had taken when it was ended for it; 0 when it was not.</summary>
    public long Taken => Volatile.Read(ref _taken);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look(RenderChild child, long mostMiB)
    {
        if (child.MemoryMiB is var takes && takes <= mostMiB)
            return;
        Volatile.Write(ref _taken, takes);
        child.Kill(withOthers: false);
    }
}
