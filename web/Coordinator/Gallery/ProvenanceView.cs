namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>What stands behind a picture's verdict.</summary>
/// <param name="Rate">The chance it had to be audited; 0 when it was not.</param>
/// <param name="PrecisionClass">Of the tolerance table that it was compared under; empty when it was not audited.</param>
/// <param name="Evaluations">That referees did again.</param>
/// <param name="Proof">Null while nothing is posted for it, or what is has no place in the log yet.</param>
public sealed record ProvenanceView(AuditReason Reason, double Rate, string PrecisionClass, int Evaluations, LogProofView? Proof)
{
    /// <summary>What a referee of the grid measured of the picture; null when none did.</summary>
    public PictureScores? RefereeScores { get; init; }
}

/// <summary>Why a picture was audited.</summary>
public enum AuditReason
{
    /// <summary>It was not: it was accepted on its worker's standing.</summary>
    None,
    Lottery,

    /// <summary>One of its worker's first.</summary>
    Enrolment,

    /// <summary>All of its worker's are, for now.</summary>
    Proving,

    /// <summary>Its request asked for it.</summary>
    Asked,

    /// <summary>Something about it stood out.</summary>
    Noticed,
}

/// <summary>What the log has to say for a transaction, unchecked.</summary>
/// <param name="Index">Its place in the log, from 0.</param>
/// <param name="Entry">The leaf as the log spells it.</param>
/// <param name="Path">Hashes from the leaf up, 32 bytes each.</param>
/// <param name="Checkpoint">The signed head.</param>
/// <param name="Key">The key that it is signed with.</param>
public sealed record LogProofView(long Index, byte[] Entry, IReadOnlyList<byte[]> Path, string Checkpoint, string Key);
