using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>Keeps how far workers are from the referees, beside their trust.</summary>
internal sealed partial class DriftBook(IOptions<VerificationOptions> options, ILogger<DriftBook> logger)
{
    /// <summary>An audit passed.</summary>
    /// <param name="checks">A referee's: a volunteer's own rounding is in the distances that it finds.</param>
    public async Task PassedAsync(GridDb db, AuditedAttempt attempt, IReadOnlyList<AuditCheck> checks, CancellationToken cancellationToken)
    {
        var (worker, bundle, runtime) = (attempt.WorkerId, attempt.BundleId, attempt.Runtime);
        var trust = db.Trusts.Where(one => one.WorkerId == worker && one.BundleId == bundle && one.Runtime == runtime); // primary key
        var before = await trust.Select(one => new Drift(one.DriftMedian, one.DriftSeen, one.DriftSum, one.Watched)).SingleAsync(cancellationToken);
        var after = DriftPolicy.AfterPass(before, checks.Where(check => check.Evaluation != AuditCheck.Picture).Select(check => check.Raw / check.RawBound), options.Value);
        await trust.ExecuteUpdateAsync(
            set => set.SetProperty(one => one.DriftMedian, after.Median).SetProperty(one => one.DriftSeen, after.Seen).SetProperty(one => one.DriftSum, after.Sum).SetProperty(one => one.Watched, after.Watched), cancellationToken);
        if (after.Watched > before.Watched)
            LogDrifted(worker, bundle, after.Watched);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker {Worker} is farther from the referee with {Bundle} than it was, though within the tolerance: its work is audited until {Count} audits have passed.")]
    private partial void LogDrifted(WorkerId worker, string bundle, int count);
}
