namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>What one worker's conduct does to the others of its owner. Pure.</summary>
internal static class OwnerPolicy
{
    /// <summary>Whether a gross fault comes so soon after another of the owner's that all its workers answer for it: one may be an accident.</summary>
    public static bool IsRepeat(DateTimeOffset? last, DateTimeOffset now, VerificationOptions options) =>
        last is { } fault && now - fault < TimeSpan.FromDays(options.OwnerRepeatDays);

    /// <summary>Audits that a worker passes before any of its attempts is taken on standing: fewer when what another of the owner's has in escrow vouches for it.</summary>
    public static int ProvingAudits(bool isVouchedFor, VerificationOptions options) =>
        isVouchedFor ? Math.Min(options.ProvingAudits, options.VouchedAudits) : options.ProvingAudits;
}
