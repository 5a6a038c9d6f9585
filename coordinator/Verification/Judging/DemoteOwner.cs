using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>Keeps an owner's gross faults. At a second one soon after another all its workers prove themselves anew, and lose what they have in escrow.</summary>
internal sealed class DemoteOwner(Credits credits, IOptions<VerificationOptions> options, TimeProvider time)
{
    /// <param name="caught">At gross fault; what its own worker loses is settled already.</param>
    public async Task RunAsync(GridDb db, AuditedAttempt caught, CancellationToken cancellationToken)
    {
        var (owner, now) = (caught.AccountId, time.GetUtcNow());
        var last = await db.GrossFaults.Where(fault => fault.AccountId == owner).OrderByDescending(fault => fault.At).Select(fault => (DateTimeOffset?)fault.At).FirstOrDefaultAsync(cancellationToken); // index account, at
        await db.InsertAsync([new GrossFault { AttemptId = caught.Id, AccountId = owner, WorkerId = caught.WorkerId, At = now }], cancellationToken);
        if (!OwnerPolicy.IsRepeat(last, now, options.Value))
            return;
        await LostTrusts.KeepAllAsync(db, caught, cancellationToken);
        await db.ExecuteRowsAsync(
            """UPDATE trusts SET "Passed" = 0 WHERE "WorkerId" IN (SELECT w."Id" FROM workers w WHERE w."AccountId" = @a0)""", // index account, primary key
            [], [owner.Value], cancellationToken);
        foreach (var holder in await HoldersAsync(db, owner, cancellationToken))
            await credits.EscrowForfeitedAsync(db, owner, new WorkerId(holder), CauseOf(caught, holder), cancellationToken);
    }

    public static string CauseOf(AuditedAttempt caught, Guid holder) => $"owner:{caught.Id}:{holder:N}";

    private static Task<List<Guid>> HoldersAsync(GridDb db, AccountId owner, CancellationToken cancellationToken) =>
        db.LedgerBalances.Where(row => row.AccountId == owner && row.Book == LedgerBook.Escrow && row.AmountMflop > 0) // primary key, a range
            .OrderBy(row => row.Holder).Select(row => row.Holder).ToListAsync(cancellationToken);
}
