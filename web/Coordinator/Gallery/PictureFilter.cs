namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>Which pictures a list holds.</summary>
public sealed record PictureFilter
{
    /// <summary>Only this contributor's machines'; empty for all.</summary>
    public string Contributor { get; init; } = "";

    /// <summary>Only by this bundle; empty for all.</summary>
    public string Bundle { get; init; } = "";

    public PictureShape Shape { get; init; }

    /// <summary>Only those that passed an audit of their own.</summary>
    public bool IsVerified { get; init; }
}

/// <summary>How a picture's sides compare.</summary>
public enum PictureShape
{
    Any,
    Square,
    Wide,
    Tall,
}
