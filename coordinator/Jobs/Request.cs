using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Everything that decides a picture but its seed; complete, with no default left open.</summary>
internal sealed record RenderSettings
{
    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    public required string BundleId { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Steps { get; init; }

    public required float Guidance { get; init; }

    public required Sampler Sampler { get; init; }
}

/// <summary>What a person asked for.</summary>
internal sealed class Request
{
    public required RequestId Id { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>Made by the client; a repeat with the same key is the same request.</summary>
    public required string RequestKey { get; init; }

    public required RenderSettings Settings { get; init; }

    /// <summary>Whether each of its pictures is audited for certain.</summary>
    public bool IsVerified { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
