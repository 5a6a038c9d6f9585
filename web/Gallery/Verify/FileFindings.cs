using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Gallery.Files;

namespace LaionGrid.Web.Gallery.Verify;

/// <summary>How a file stands to the pictures here.</summary>
public enum FileMatch
{
    /// <summary>No picture here has these bytes, and it does not say to be one.</summary>
    Unknown,

    /// <summary>It is a picture's file as its worker sent it.</summary>
    Exact,

    /// <summary>It has a picture's pixels; only the words in the file differ.</summary>
    SamePixels,

    /// <summary>It says to be a picture from here whose pixels are others.</summary>
    Changed,
}

/// <summary>What was found out about a file.</summary>
public sealed record FileFindings
{
    internal FileFindings(PngFacts facts, FileMatch match, PictureView? picture) => (Facts, Match, Picture) = (facts, match, picture);

    internal PngFacts Facts { get; }

    public FileMatch Match { get; }

    /// <summary>The picture that it is, or says to be; null when there is none.</summary>
    public PictureView? Picture { get; }

    /// <summary>What the file itself says of how it was made; null when it says nothing.</summary>
    public string? Parameters => Facts.TextOf(PictureLabels.ParametersKey);
}
