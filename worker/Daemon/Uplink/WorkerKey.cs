namespace LaionGrid.Worker.Uplink;

/// <summary>The key that this worker's calls carry. Empty before it has joined; replaced when it enrols again.</summary>
internal sealed class WorkerKey
{
    private volatile string _text = "";

    public string Text
    {
        get => _text;
        set => _text = value;
    }
}
