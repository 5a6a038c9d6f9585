namespace LaionGrid.Worker.Idle;

/// <summary>What the worker does now, in a sentence for its owner. Safe to call from any thread.</summary>
internal sealed class Activity
{
    private volatile string _text = "Starting.";

    public string Text
    {
        get => _text;
        set => _text = value;
    }
}
