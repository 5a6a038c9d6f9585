using Microsoft.AspNetCore.OutputCaching;

namespace LaionGrid.Web.Site;

/// <summary>The kept answers of pages that are the same for everybody. They go by themselves within a minute; what must go at once is evicted.</summary>
internal sealed class PublicCache(IOutputCacheStore store)
{
    /// <summary>Tag of every kept answer. Making all of them anew costs little, so what may show anywhere goes by this one.</summary>
    public const string Everything = "everything";

    /// <summary>Lets go of the answers that carry the tag: <see cref="Everything"/>, or a part of the site by its first segment, such as "pictures".</summary>
    public ValueTask EvictAsync(string tag, CancellationToken cancellationToken) => store.EvictByTagAsync(tag, cancellationToken);
}
