namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>How large a picture is, by its pixels.</summary>
internal enum SizeClass
{
    /// <summary>At most 512 x 512 pixels.</summary>
    Small,

    /// <summary>At most 768 x 768.</summary>
    Medium,

    /// <summary>At most 1024 x 1024.</summary>
    Large,

    /// <summary>Beyond.</summary>
    ExtraLarge,
}
