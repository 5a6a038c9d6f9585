using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Who looks at pictures.</summary>
/// <param name="AccountId">Sees this account's private pictures; the empty id for nobody's.</param>
/// <param name="SeesAll">Sees everybody's.</param>
internal readonly record struct Viewer(AccountId AccountId, bool SeesAll)
{
    public static Viewer Nobody { get; }

    /// <summary>Sees all that is not deleted.</summary>
    public static Viewer Moderator { get; } = new(default, SeesAll: true);

    /// <summary>A machine's key shows no more than nobody's, for it is not its owner who looks; nor does a key that was made for other things than reading.</summary>
    public static Viewer Of(Caller caller) => caller switch
    {
        { IsAnonymous: true } => Nobody,
        _ when !caller.Scopes.HasFlag(KeyScopes.Read) => Nobody,
        { Role: KeyRole.Operator or KeyRole.Moderator } => new(caller.AccountId, SeesAll: true),
        { Role: KeyRole.Person } => new(caller.AccountId, SeesAll: false),
        _ => Nobody,
    };

    public bool Owns(AccountId owner) => AccountId != default && AccountId == owner;
}
