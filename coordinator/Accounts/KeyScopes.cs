namespace LaionGrid.Coordinator.Accounts;

/// <summary>What a key is good for, so that one given away gives away little.</summary>
[Flags]
internal enum KeyScopes
{
    None = 0,

    /// <summary>See what is the account's own: its requests, and pictures that are not public.</summary>
    Read = 1,

    /// <summary>Ask for pictures, cancel and change them.</summary>
    Generate = 2,

    /// <summary>Judge pictures.</summary>
    Annotate = 4,

    /// <summary>Let machines join for the account.</summary>
    Worker = 8,

    /// <summary>Change the account itself: its keys, its team, its profile.</summary>
    Account = 16,

    All = Read | Generate | Annotate | Worker | Account,
}
