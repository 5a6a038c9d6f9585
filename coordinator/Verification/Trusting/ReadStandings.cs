using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>Reads what a worker's audits mean for the work it is given.</summary>
internal sealed class ReadStandings(IOptions<VerificationOptions> options, TimeProvider time) : IStandings
{
    /// <summary>Names of devices come from workers; the newest are what it is now.</summary>
    private const int Most = 200;

    public async Task<WorkerStanding> ReadAsync(GridDb db, WorkerId worker, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var trusts = await db.QueryRowsAsync(
            """
            SELECT t."BundleId", t."Passed", t."PassedAt", t."RefusedUntil", ' ' || w."Provider" || ' ' || w."DeviceName", t."Runtime" FROM trusts t JOIN workers w ON w."Id" = t."WorkerId"
            WHERE t."WorkerId" = @a0 ORDER BY COALESCE(t."PassedAt", 0) DESC LIMIT @a1
            """, // primary key
            [], [worker.Value, Most],
            row => (Bundle: row.GetString(0), Passed: row.GetDouble(1), At: TrustBook.At(row, 2), RefusedUntil: TrustBook.At(row, 3), IsOfItsDevice: row.GetString(5).EndsWith(row.GetString(4), StringComparison.Ordinal)), cancellationToken);
        var halfLife = TimeSpan.FromDays(options.Value.HalfLifeDays);
        return new(
            trusts.Select(trust => trust.At is { } at ? TrustPolicy.Fade(trust.Passed, now - at, halfLife) : 0).Append(0).Any(passed => TrustPolicy.IsProven(passed, options.Value)),
            trusts.Where(trust => trust.IsOfItsDevice && trust.RefusedUntil > now).Select(trust => trust.Bundle).ToHashSet());
    }
}
