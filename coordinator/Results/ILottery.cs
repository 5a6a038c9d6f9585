using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Results;

/// <summary>A render whose picture and commitment are here, and are to be written in this transaction.</summary>
/// <param name="Took">From the claim, by this coordinator's clock; zero when that is not known here.</param>
internal sealed record FinishedRender(GrantedLease Lease, byte[] Commitment, Fingerprint Fingerprint, string EngineVersion, TimeSpan Took);

/// <summary>Why an attempt is audited. Where several would do, the first here is said.</summary>
internal enum AuditReason
{
    /// <summary>One of a worker's first: looked at whole to find out how the machine computes, and not paid.</summary>
    Enrolment,

    /// <summary>Its picture looks like an earlier one that it ought not to look like.</summary>
    Duplicate,

    /// <summary>It came much faster than its device class renders.</summary>
    Fast,

    /// <summary>Its worker's outputs have moved away from what was usual for it.</summary>
    Drifted,

    /// <summary>Its request asks for verified pictures.</summary>
    Asked,

    /// <summary>All of its worker's are: it has passed too few audits yet, or its account's workers have failed too many.</summary>
    Proving,

    /// <summary>It was drawn by chance, and is looked at whole, to find out what the others' audits miss.</summary>
    Canary,

    /// <summary>It was drawn by chance.</summary>
    Lottery,
}

/// <summary>What the lottery says of one of them.</summary>
/// <param name="Reason">Why it is looked at as it is.</param>
/// <param name="Rate">Its chance to be audited.</param>
/// <param name="Checks">Evaluations that an audit does again, beside those that stand out.</param>
/// <param name="Decodes">Whether an audit decodes again too.</param>
/// <param name="Runtime">Engine version, provider and device: what its worker is trusted with.</param>
/// <param name="Class">Class of the bundle's tolerance table that an audit goes by.</param>
/// <param name="CreditMflop">What it earns when it is accepted.</param>
internal sealed record Draw(bool IsAudited, AuditReason Reason, double Rate, int Checks, bool Decodes, string Runtime, string Class, long CreditMflop);

/// <summary>
/// Decides which finished renders are audited, and settles the others at once. Results stands left of Verification, which implements it: so
/// an attempt that nobody audits costs no second transaction.
/// </summary>
internal interface ILottery
{
    /// <summary>The attempt's ticket, 32 bytes: fixed with its lease, and secret until the lottery is drawn.</summary>
    byte[] TicketOf(AttemptId attempt);

    /// <summary>Draws for each, in the caller's transaction.</summary>
    /// <returns>A draw for each.</returns>
    Task<IReadOnlyDictionary<AttemptId, Draw>> DrawAsync(GridDb db, IReadOnlyList<FinishedRender> renders, CancellationToken cancellationToken);

    /// <summary>Opens the audits of those drawn and settles the others, once their attempts are written.</summary>
    /// <param name="renders">Those that were written, all of them drawn before.</param>
    Task SettleAsync(GridDb db, IReadOnlyList<FinishedRender> renders, IReadOnlyDictionary<AttemptId, Draw> draws, CancellationToken cancellationToken);
}
