namespace LaionGrid.Web.Network;

/// <summary>A time in which a part of the grid was not well.</summary>
/// <param name="Key">Of the check.</param>
/// <param name="Sentence">What was wrong when it began.</param>
/// <param name="Ended">Null while it goes on.</param>
public sealed record Incident(string Key, string Title, string Sentence, DateTimeOffset Began, DateTimeOffset? Ended);

/// <summary>How incidents begin and end. Pure.</summary>
internal static class Incidents
{
    /// <summary>Older ones are forgotten.</summary>
    public const int Most = 200;

    /// <summary>The book after one more look. What is ill at two looks in a row is an incident, from the first of them on; a single hiccup is none.</summary>
    /// <param name="book">Newest first.</param>
    /// <param name="suspects">What was ill at the look before, and since when.</param>
    /// <returns>The new book, and what is ill now.</returns>
    public static (IReadOnlyList<Incident> Book, IReadOnlyDictionary<string, DateTimeOffset> Suspects) Look(
        IReadOnlyList<Incident> book, IReadOnlyDictionary<string, DateTimeOffset> suspects, IReadOnlyList<StatusCheck> checks, DateTimeOffset now)
    {
        var states = checks.ToDictionary(check => check.Key);
        var next = book.Select(incident => incident.Ended is null && states.GetValueOrDefault(incident.Key)?.State == CheckState.Well ? incident with { Ended = now } : incident).ToList();
        var ill = checks.Where(check => check.State == CheckState.Ill).ToDictionary(check => check.Key, check => suspects.TryGetValue(check.Key, out var since) ? since : now);
        foreach (var (key, since) in ill.Where(one => suspects.ContainsKey(one.Key) && !next.Exists(incident => incident.Key == one.Key && incident.Ended is null)))
            next.Insert(0, new(key, states[key].Title, states[key].Sentence, since, null));
        return ([.. next.Take(Most)], ill);
    }
}
