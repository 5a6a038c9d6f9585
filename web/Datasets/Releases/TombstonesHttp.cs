using System.Globalization;
using System.Text;
using System.Xml;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>
/// What was released and is gone, so that mirrors can follow: as JSON, page after page from the oldest on, and as an Atom feed, page after page from the newest on. Ids and reasons, no content.
/// </summary>
internal static class TombstonesHttp
{
    private const int PageSize = 1000;
    private const int FeedSize = 200;
    private const string Atom = "http://www.w3.org/2005/Atom";

    public static void MapTombstones(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/tombstones.json", SiteRoutes.Reading, SendJsonAsync);
        routes.MapMethods("/tombstones.atom", SiteRoutes.Reading, SendAtomAsync);
    }

    private static async Task<IResult> SendJsonAsync(HttpContext context, ReleasesGrpc releases, string? after, CancellationToken cancellationToken)
    {
        if (ReadCursor(after) is not var (at, behind))
            return Answers.Refuse(context, Refusal.Invalid("cursor.unknown", "after", "This is no place in the list. Begin without one, and follow “next”."));
        var page = await releases.TombstonesAsync(at, behind, PageSize, cancellationToken);
        var next = page.Count == PageSize ? $"/tombstones.json?after={CursorOf(page[^1])}" : null;
        return Answers.PublicJson(context, new { Tombstones = page.Select(one => new { one.Uid, Table = "images", RemovedAt = one.At, ReasonCode = one.Reason }), Next = next });
    }

    /// <summary>A feed in pages (RFC 5005, section 3), each of which asks for its own tombstones and one more.</summary>
    private static async Task<IResult> SendAtomAsync(HttpContext context, ReleasesGrpc releases, IOptions<SiteOptions> site, string? before, CancellationToken cancellationToken)
    {
        if (ReadCursor(before) is not var (at, behind))
            return Answers.Refuse(context, Refusal.Invalid("cursor.unknown", "before", "This is no place in the feed. Begin without one, and follow the link to the next page."));
        var page = await releases.NewestTombstonesAsync(at, behind, FeedSize + 1, cancellationToken);
        context.Response.Headers.CacheControl = "public, max-age=60";
        return Results.Text(Feed([.. page.Take(FeedSize)], before, page.Count > FeedSize, site.Value.Absolute(context.Request, "").TrimEnd('/')), "application/atom+xml", Encoding.UTF8);
    }

    private static string Feed(IReadOnlyList<TombstoneView> tombstones, string? before, bool hasMore, string site)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("id", Atom, $"{site}/tombstones.atom");
            xml.WriteElementString("title", Atom, "Gone from LaionGrid's open data");
            xml.WriteElementString("updated", Atom, Rfc3339(tombstones.Count > 0 ? tombstones[0].At : DateTimeOffset.UnixEpoch));
            WriteAuthor(xml);
            WriteLink(xml, "self", PageOf(site, before));
            WriteLink(xml, "first", PageOf(site, null));
            if (hasMore)
                WriteLink(xml, "next", PageOf(site, CursorOf(tombstones[^1])));
            foreach (var one in tombstones)
                WriteEntry(xml, one, site);
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    private static string PageOf(string site, string? before) => string.IsNullOrEmpty(before) ? $"{site}/tombstones.atom" : $"{site}/tombstones.atom?before={before}";

    private static void WriteEntry(XmlWriter xml, TombstoneView one, string site)
    {
        xml.WriteStartElement("entry", Atom);
        xml.WriteElementString("id", Atom, $"{site}/tombstones/{one.Uid}");
        xml.WriteElementString("title", Atom, $"{one.Uid}: {one.Reason}");
        xml.WriteElementString("updated", Atom, Rfc3339(one.At));
        xml.WriteElementString("summary", Atom, $"Remove the picture {one.Uid} from your copy: {one.Reason}.");
        xml.WriteEndElement();
    }

    private static void WriteAuthor(XmlWriter xml)
    {
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, "LaionGrid");
        xml.WriteEndElement();
    }

    private static void WriteLink(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string CursorOf(TombstoneView last) => $"{(last.At - DateTimeOffset.UnixEpoch).Ticks.ToString(CultureInfo.InvariantCulture)}-{last.Uid}";

    private static (DateTimeOffset At, string Behind)? ReadCursor(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (DateTimeOffset.UnixEpoch, "");
        return text.Split('-') is [var ticks, { Length: 32 } uid] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks && uid.All(char.IsAsciiHexDigitLower)
            ? (DateTimeOffset.UnixEpoch.AddTicks(since), uid)
            : null;
    }

    private static string Rfc3339(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>So that the document says the encoding that it is sent in.</summary>
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
