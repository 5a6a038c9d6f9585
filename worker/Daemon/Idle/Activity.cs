namespace LaionGrid.Worker.Idle;

/// <summary>What a device does now, for its owner. Safe to call from any thread.</summary>
internal sealed class Activity
{
    private volatile Deed _now = new("Starting.");
    private volatile string _device = "";

    /// <summary>What renders, as the device calls itself; empty before it was found.</summary>
    public string Device
    {
        get => _device;
        set => _device = value;
    }

    /// <summary>In a sentence. Setting it says that no picture is in hand any more.</summary>
    public string Text
    {
        get => _now.Text;
        set => _now = new(value);
    }

    public JobInHand? Job => _now.Job;

    /// <summary>The newest small PNG of the picture in hand, which is somebody else's; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Preview => _now.Preview;

    public void Begin(string text, JobInHand job) => _now = new(text, job);

    /// <param name="preview">Empty when there is no new one.</param>
    public void Reach(int step, ReadOnlyMemory<byte> preview)
    {
        if (_now is { Job: { } job } now)
            _now = now with { Job = job with { Step = step }, Preview = preview.IsEmpty ? now.Preview : preview };
    }

    private sealed record Deed(string Text, JobInHand? Job = null, ReadOnlyMemory<byte> Preview = default);
}

/// <summary>A picture being rendered, or checked for the grid.</summary>
/// <param name="Step">Steps done; 0 of a check, which has no order.</param>
/// <param name="Began">When work on it began.</param>
internal sealed record JobInHand(string Bundle, bool IsCheck, int Width, int Height, int Steps, int Step, DateTimeOffset Began)
{
    /// <summary>As the steps went so far; null before the second, because the first waits for the model, and for less than a second.</summary>
    public TimeSpan? LeftAt(DateTimeOffset now) => Step > 1 && (now - Began) * (Steps - Step) / Step is var left && left >= TimeSpan.FromSeconds(1) ? left : null;
}
