using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>Which pictures of a data set, as an address says it.</summary>
public sealed record ImageFilter
{
    /// <summary>What a list can be narrowed to by a value, and counted by: the parameter's name, and what people call it.</summary>
    public static readonly IReadOnlyList<(string Name, string Title)> Facets =
        [("model", "Model"), ("sampler", "Sampler"), ("source", "Prompt from"), ("lang", "Language"), ("domain", "Site"), ("tag", "Tag"), ("flag", "Flag")];

    public string Set { get; init; } = "";

    public string Query { get; init; } = "";

    /// <summary>By the facet's name; what is not narrowed is not there.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    public double? MinRating { get; init; }

    public double? MinScore { get; init; }

    public ImageSort Sort { get; init; }

    /// <summary>Whether nothing is narrowed, so that what was counted before holds.</summary>
    public bool IsEverything => Query.Length == 0 && Values.Count == 0 && MinRating is null && MinScore is null && Sort is ImageSort.Score;

    internal static ImageFilter Of(AskedQuery query) => new()
    {
        Set = query.Text("set"),
        Query = query.Text("q"),
        Values = Facets.Select(facet => facet.Name).Where(name => query.Text(name).Length > 0).ToDictionary(name => name, name => query.Text(name)),
        MinRating = query.Number("min_rating"),
        MinScore = query.Number("min_score"),
        Sort = Enum.Parse<ImageSort>(query.OneOf("sort", "score", Enum.GetNames<ImageSort>().Select(name => name.ToLowerInvariant())), ignoreCase: true),
    };

    /// <summary>With a facet set to a value, or let go by null.</summary>
    public ImageFilter With(string facet, string? value)
    {
        var values = Values.Where(pair => pair.Key != facet).ToDictionary();
        if (value is not null)
            values[facet] = value;
        return this with { Values = values };
    }

    public string Address(string path = "/data/images", params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in Pairs())
            query.Add(name, value);
        foreach (var (name, value) in more)
            query.Add(name, value);
        return $"{path}{query}";
    }

    /// <summary>The filter's parameters, without those that say nothing.</summary>
    public IEnumerable<(string Name, string Value)> Pairs()
    {
        if (Set.Length > 0)
            yield return ("set", Set);
        if (Query.Length > 0)
            yield return ("q", Query);
        foreach (var (name, _) in Facets)
            if (Values.TryGetValue(name, out var value))
                yield return (name, value);
        if (MinRating is { } rating)
            yield return ("min_rating", rating.ToString(CultureInfo.InvariantCulture));
        if (MinScore is { } score)
            yield return ("min_score", score.ToString(CultureInfo.InvariantCulture));
        if (Sort != ImageSort.Score)
            yield return ("sort", Sort.ToString().ToLowerInvariant());
    }
}
