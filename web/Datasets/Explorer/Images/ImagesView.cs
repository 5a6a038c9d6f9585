using LaionGrid.Web.Site;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>What a page of pictures shows.</summary>
public sealed record ImagesView(DataSet Set, ImageFilter Filter, IReadOnlyList<ImageView> Images)
{
    /// <summary>Null on the last page.</summary>
    public ImageToken? Next { get; init; }

    public bool IsFirst { get; init; } = true;

    /// <summary>How many fit the filter.</summary>
    public long Count { get; init; }

    public IReadOnlyList<Facet> Facets { get; init; } = [];

    /// <summary>The one that the page is about.</summary>
    public ImageView? Of { get; init; }

    /// <summary>By id, how near each is to that one.</summary>
    public IReadOnlyDictionary<long, double> Cosines { get; init; } = new Dictionary<long, double>();

    /// <summary>By id, how many others look nearly the same and are not shown for that.</summary>
    public IReadOnlyDictionary<long, int> Copies { get; init; } = new Dictionary<long, int>();

    public string CountSaid => Units.Counted(Count, "picture", "pictures");
}
