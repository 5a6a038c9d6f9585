namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>Whether a picture may be shown.</summary>
public enum PictureCheck
{
    /// <summary>There is no picture yet.</summary>
    None,

    /// <summary>Nobody knows yet: shown blurred.</summary>
    Unchecked,
    Safe,

    /// <summary>By its scores: nobody but moderators sees it until one has looked.</summary>
    Unsafe,

    /// <summary>By a moderator, or while a report that cannot wait is open.</summary>
    Withheld,
}
