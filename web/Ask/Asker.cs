using LaionGrid.Web.People;

namespace LaionGrid.Web.Ask;

/// <summary>For whom the site asks.</summary>
/// <param name="Person">Null for whoever is not signed in.</param>
/// <param name="Mark">Tells visitors apart who are not signed in, see <see cref="VisitorMark"/>; empty for a person, who is one wherever they sit.</param>
internal sealed record Asker(Person? Person, string Mark)
{
    /// <summary>Somebody who has not asked for anything yet; for pages that are the same for everybody.</summary>
    public static Asker Anybody { get; } = new(null, "");
}
