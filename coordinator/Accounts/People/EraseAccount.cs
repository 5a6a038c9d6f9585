using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>
/// Erases a person from the grid. What was contributed stays in the ledger, or its sums would lie; a pseudonym that is drawn by nobody's name
/// stands in the account's place.
/// </summary>
internal sealed class EraseAccount(IEnumerable<IPersonalRecords> records, IEnumerable<IErasureWitness> witnesses, GridWriter writer, TimeProvider time)
{
    private const int PseudonymDigits = 12;

    /// <returns>The pseudonym; the same however often it is asked for.</returns>
    public async Task<string> RunAsync(AccountId account, CancellationToken cancellationToken)
    {
        // The end of a version 7 id is random, so it tells nothing of when or who.
        var erasure = new Erasure(account, $"former-member-{account.ToString()[^PseudonymDigits..]}", time.GetUtcNow());
        await writer.RunAsync(async db =>
        {
            foreach (var one in records)
                await one.EraseAsync(db, erasure, cancellationToken);
            return true;
        }, cancellationToken);
        foreach (var witness in witnesses)
            await witness.WitnessAsync(account, erasure.Pseudonym, CancellationToken.None); // it has happened
        return erasure.Pseudonym;
    }
}
