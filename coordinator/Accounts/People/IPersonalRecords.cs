using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>What one slice keeps of a person. Each slice that keeps something registers one, so that neither export nor erasure forgets it.</summary>
internal interface IPersonalRecords
{
    /// <summary>Name of the exported file, without its ending.</summary>
    string Name { get; }

    /// <summary>Everything kept of the account, as values that are written as JSON.</summary>
    IAsyncEnumerable<object> ReadAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Erases what names the person, inside the transaction that erases the account. May run again after it has worked.</summary>
    Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken);
}

/// <summary>An account on its way out.</summary>
/// <param name="Pseudonym">What stands in the place of its name.</param>
internal sealed record Erasure(AccountId AccountId, string Pseudonym, DateTimeOffset At);

/// <summary>Hears of accounts that were erased, once they are: for what is kept in memory.</summary>
internal interface IErasureWitness
{
    Task WitnessAsync(AccountId account, string pseudonym, CancellationToken cancellationToken);
}
