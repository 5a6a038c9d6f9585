using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Volunteer;

/// <summary>How far the confirming of a code is.</summary>
public sealed record LinkView
{
    /// <summary>As it was typed; empty before that.</summary>
    public string Code { get; init; } = "";

    /// <summary>What the machine of that code calls itself, which may be nothing; null before it is known.</summary>
    public string? Machine { get; init; }

    /// <summary>What was answered; null before that.</summary>
    public bool? Answer { get; init; }

    public Refusal? Refusal { get; init; }
}
