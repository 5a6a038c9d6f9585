namespace LaionGrid.Web.Site;

/// <summary>One announcement of the operators.</summary>
/// <param name="Text">Plain text, for people.</param>
public sealed record Notice(string Text, DateTimeOffset Since);

/// <summary>The announcements that every page shows now. Whoever learns of them replaces the list; pages read it without waiting. Safe from any thread.</summary>
internal sealed class Notices
{
    private volatile IReadOnlyList<Notice> _current = [];

    /// <summary>Newest first; empty when there is nothing to say.</summary>
    public IReadOnlyList<Notice> Current
    {
        get => _current;
        set => _current = value;
    }
}
