using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;
using Microsoft.AspNetCore.Http.Extensions;

namespace LaionGrid.Web.Gallery;

/// <summary>One page of pictures.</summary>
public sealed record GalleryView
{
    public required IReadOnlyList<PictureView> Pictures { get; init; }

    /// <summary>Whether these are the newest.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>The job to go on from; null on the last page.</summary>
    public required string? Older { get; init; }

    public required PictureFilter Filter { get; init; }

    /// <summary>That the pictures may be narrowed to.</summary>
    public IReadOnlyList<BundleView> Bundles { get; init; } = [];

    /// <summary>The address of this list with another filter, from its newest picture on or from behind one.</summary>
    public static string AddressOf(PictureFilter filter, string before = "")
    {
        var query = new QueryBuilder();
        if (filter.Bundle.Length > 0)
            query.Add("bundle", filter.Bundle);
        if (filter.Shape != PictureShape.Any)
            query.Add("shape", Shapes.ValueOf(filter.Shape));
        if (filter.IsVerified)
            query.Add("verified", "yes");
        if (before.Length > 0)
            query.Add("before", before);
        return (filter.Contributor.Length == 0 ? "/pictures" : $"/contributors/{Uri.EscapeDataString(filter.Contributor)}") + query;
    }
}
