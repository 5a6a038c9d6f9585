using System.Globalization;
using LaionGrid.Web.Coordinator;
using Microsoft.AspNetCore.Http.Extensions;

namespace LaionGrid.Web.Gallery;

/// <summary>The address of the form with everything that made a picture filled in.</summary>
internal static class RemixLink
{
    /// <param name="seed">Null draws another.</param>
    /// <param name="isVerified">Whether the pictures are to be audited for certain.</param>
    public static string Of(RenderSettings settings, long? seed, bool isVerified = false)
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
        return $"/{query}";
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}
