using System.Globalization;
using LaionGrid.Web.Coordinator.Jobs;
using Microsoft.AspNetCore.Http.Extensions;

namespace LaionGrid.Web.Gallery;

/// <summary>The address of the form with everything that made a picture filled in.</summary>
internal static class RemixLink
{
    /// <param name="seed">Null draws another.</param>
    /// <param name="isVerified">Whether the pictures are to be audited for certain.</param>
    /// <param name="of">The picture that is remixed; empty for none.</param>
    /// <param name="from">The picture that these are to begin from; empty for noise.</param>
    public static string Of(RenderSettings settings, long? seed, bool isVerified = false, string of = "", string from = "")
    {
        var query = new QueryBuilder
        {
            { "prompt", settings.Prompt },
            { "negative", settings.NegativePrompt },
            { "bundle", settings.Bundle },
            { "width", Whole(settings.Width) },
            { "height", Whole(settings.Height) },
            { "steps", Whole(settings.Steps) },
            { "guidance", settings.Guidance.ToString(CultureInfo.InvariantCulture) },
            { "sampler", settings.Sampler },
        };
        if (seed is { } known)
            query.Add("seed", Whole(known));
        if (isVerified)
            query.Add("verified", "yes");
        if (of.Length > 0)
            query.Add("remix_of", of);
        if (from.Length > 0)
            query.Add("from", from);
        return $"/ask{query}";
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}
