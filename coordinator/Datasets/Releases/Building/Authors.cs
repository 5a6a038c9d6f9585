using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>Who asked or judged, as one text for accounts and visitors alike. It never leaves the coordinator.</summary>
internal static class Authors
{
    /// <param name="mark">The queue's fair share: the same for all pictures of a visitor while the site runs.</param>
    public static string Of(AccountId account, string mark) => account == AccountId.Anonymous ? $"visitor {mark}" : $"account {account}";
}
