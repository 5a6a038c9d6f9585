using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Gives leases another term, all that ask together in one statement.</summary>
internal sealed class LeaseTerm : IDisposable
{
    private readonly LeaseBook _book;
    private readonly WaitingRoom _room;
    private readonly GridWriter _writer;
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly Batcher<HeldLease, bool> _batches;

    public LeaseTerm(LeaseBook book, WaitingRoom room, GridWriter writer, IOptions<LeaseOptions> options, IOptions<StorageOptions> storage, TimeProvider time)
    {
        (_book, _room, _writer, _options, _time) = (book, room, writer, options.Value, time);
        _batches = new(WriteAsync, new BatchPace(storage.Value.BatchInterval));
    }

    /// <summary>From now on the lease lasts a full term, and is claimed. False when it is over; then it is forgotten here.</summary>
    public Task<bool> ExtendAsync(HeldLease lease, CancellationToken cancellationToken) => _batches.RunAsync(lease, cancellationToken);

    /// <summary>Heartbeats that only bring progress come often; the row is written when a tenth of the lease has gone.</summary>
    public bool IsDue(HeldLease lease) => _time.GetUtcNow() + _options.Lasts - lease.Until >= _options.Lasts / 10;

    public void Dispose() => _batches.Dispose();

    private async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<HeldLease> leases, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var until = now + _options.Lasts;
        var kept = await _writer.RunAsync(db => db.QueryRowsAsync(
            """
            UPDATE attempts SET "LeaseUntil" = @a0, "ClaimedAt" = COALESCE("ClaimedAt", @a1)
            WHERE "Id" IN (VALUES {rows}) AND "State" = 'Leased' RETURNING "Id"
            """,
            leases.Select(lease => new object?[] { lease.Terms.Id.Value }).ToList(), [until.ToMicroseconds(), now.ToMicroseconds()],
            row => row.ReadId<AttemptId>(0), cancellationToken), cancellationToken);
        var alive = kept.ToHashSet();
        foreach (var lease in leases)
            Note(lease, alive.Contains(lease.Terms.Id), now, until);
        return leases.Select(lease => alive.Contains(lease.Terms.Id)).ToList();
    }

    private void Note(HeldLease lease, bool isAlive, DateTimeOffset now, DateTimeOffset until)
    {
        if (isAlive)
        {
            lease.Extended(now, until);
            return;
        }
        _book.Remove(lease.Terms.Id);
        _room.Release(lease.Terms);
    }
}
