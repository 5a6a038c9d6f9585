namespace LaionGrid.Worker.Idle;

/// <summary>What a device does now, in a sentence for its owner. Safe to call from any thread.</summary>
internal sealed class Activity
{
    private volatile string _text = "Starting.";
    private volatile string _device = "";

    public string Text
    {
        get => _text;
        set => _text = value;
    }

    /// <summary>What renders there; empty before it was tried.</summary>
    public string Device
    {
        get => _device;
        set => _device = value;
    }
}
