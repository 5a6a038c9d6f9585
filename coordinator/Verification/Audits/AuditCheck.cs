using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Verification.Audits;

/// <summary>One evaluation that a referee did again: how far its outputs were from those revealed, and how far they may be.</summary>
internal sealed class AuditCheck
{
    public const int Picture = -1;

    public const int Source = -2;

    public required AttemptId AttemptId { get; init; }

    /// <summary>The recheck that answered.</summary>
    public required AttemptId RecheckId { get; init; }

    /// <summary>Its number, <see cref="Picture"/> for the decoding, or <see cref="Source"/> for the encoding of the picture that it begins from.</summary>
    public required int Evaluation { get; init; }

    /// <summary>Relative distance of the raw outputs; for the decoding the likeness in dB.</summary>
    public required double Raw { get; init; }

    public required double RawBound { get; init; }

    /// <summary>Relative distance of the guided output; 0 for the decoding and the encoding.</summary>
    public required double Guided { get; init; }

    public required double GuidedBound { get; init; }

    public required bool IsWithin { get; init; }
}
