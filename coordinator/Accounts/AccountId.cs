using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Names one account.</summary>
internal readonly record struct AccountId(Guid Value) : IId<AccountId>
{
    /// <summary>The other side of every contribution: what the contributors gained, the network owes.</summary>
    public static AccountId Network { get; } = new(new Guid("00000000-0000-7000-8000-000000000001"));

    /// <summary>Owns the requests of people without a key.</summary>
    public static AccountId Anonymous { get; } = new(new Guid("00000000-0000-7000-8000-000000000002"));

    /// <summary>Owns the operator's referees.</summary>
    public static AccountId Operator { get; } = new(new Guid("00000000-0000-7000-8000-000000000003"));

    public static AccountId From(Guid value) => new(value);

    public override string ToString() => Value.ToString("N");
}
