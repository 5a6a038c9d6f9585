using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>
/// Locks an account or opens it again. While it is locked its person's keys are refused; they are good again when it is opened. Machines go on: what they give harms
/// nobody, and verification judges them. The change and its line in the record of acts are one write.
/// </summary>
internal sealed class LockAccount(GridWriter writer, TimeProvider time)
{
    /// <returns>Null when it is so now.</returns>
    public Task<Refusal?> RunAsync(Caller caller, AccountId id, bool isLocked, CancellationToken cancellationToken) => id == caller.AccountId
        ? Task.FromResult<Refusal?>(Oneself)
        : writer.RunAsync<Refusal?>(async db =>
        {
            if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, cancellationToken) is not { } account) // primary key
                return Unknown;
            if (account.LockedAt is not null == isLocked)
                return null;
            DateTimeOffset? at = isLocked ? time.GetUtcNow() : null;
            await db.Accounts.Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.LockedAt, at), cancellationToken); // primary key
            await db.NoteAsync(caller, isLocked ? "account.lock" : "account.open", $"account:{id}", "", time.GetUtcNow(), cancellationToken);
            return null;
        }, cancellationToken);

    private static Refusal Unknown { get; } = new(RefusalKind.NotFound, "account.unknown", "There is no such account. Find it by its name again.");

    private static Refusal Oneself { get; } = new(RefusalKind.Conflict, "account.oneself", "Your own account is another operator's to lock, so nothing was done.");
}
