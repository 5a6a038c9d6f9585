using System.Text.Json;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>What a task shows besides its pictures; empty where it shows nothing of the kind.</summary>
internal sealed record ShownTask
{
    /// <summary>The prompt of a comparison.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The prompt's words of a match.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The jobs of a set, in its order.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>The caption to be mended, or to be voted on.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The answer that the caption is, of a vote.</summary>
    public string CaptionId { get; init; } = "";

    public string Write() => JsonSerializer.Serialize(this);

    /// <exception cref="JsonException">It was not written here.</exception>
    public static ShownTask Read(string text) => JsonSerializer.Deserialize<ShownTask>(text) ?? throw new JsonException("A task without what it shows.");
}
