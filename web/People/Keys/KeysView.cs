using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.People;

namespace LaionGrid.Web.People.Keys;

/// <summary>What the keys' page shows, with the form as it stands.</summary>
public sealed record KeysView
{
    public IReadOnlyList<KeyView> Keys { get; init; } = [];

    /// <summary>The key that was just made; empty otherwise.</summary>
    public string Secret { get; init; } = "";

    public string Label { get; init; } = "";

    /// <summary>The last day, as typed.</summary>
    public string Until { get; init; } = "";

    public IReadOnlyList<KeyScope> Scopes { get; init; } = [];

    public Refusal? Refusal { get; init; }
}
