namespace LaionGrid.Coordinator.Jobs;

/// <summary>Who may see a picture, from before it is rendered on.</summary>
internal enum Visibility
{
    /// <summary>Everybody; it is in the gallery.</summary>
    Public,

    /// <summary>Whoever has its address; no list has it.</summary>
    Unlisted,

    /// <summary>Its person and moderators; to all others it is not there.</summary>
    Private,

    /// <summary>Nobody any more; what is kept of it is erased as soon as no check needs it.</summary>
    Deleted,

    /// <summary>Nobody; neither bytes nor words of it are kept.</summary>
    Erased,
}
