using System.Globalization;
using System.Xml;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>Writes statistics as BOINC's db_dump does, so that sites which read those can read these.</summary>
internal static class StatsXml
{
    private static readonly XmlWriterSettings Settings = new() { Async = true, Indent = true, Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false };

    public static async Task WriteTotalsAsync(Stream stream, StatsTotals totals)
    {
        await using var xml = XmlWriter.Create(stream, Settings);
        await xml.WriteStartElementAsync(null, "tables", null);
        await WriteAsync(xml, "update_time", Number(totals.At.ToUnixTimeSeconds()));
        await WriteAsync(xml, "nusers_total", Number(totals.Users));
        await WriteAsync(xml, "nteams_total", Number(totals.Teams));
        await WriteAsync(xml, "nhosts_total", Number(totals.Hosts));
        await WriteAsync(xml, "total_credit", Cobblestones.Of(totals.TotalMflop));
        await xml.WriteEndElementAsync();
    }

    public static async Task WriteRowsAsync(Stream stream, BoardKind kind, IAsyncEnumerable<StatsRow> rows, DateTimeOffset now)
    {
        await using var xml = XmlWriter.Create(stream, Settings);
        var name = NameOf(kind);
        await xml.WriteStartElementAsync(null, name + "s", null);
        await foreach (var row in rows)
        {
            await xml.WriteStartElementAsync(null, name, null);
            foreach (var (field, value) in Fields(kind, row, now))
                await WriteAsync(xml, field, value);
            await xml.WriteEndElementAsync();
        }
        await xml.WriteEndElementAsync();
    }

    private static string NameOf(BoardKind kind) => kind switch
    {
        BoardKind.People => "user",
        BoardKind.Devices => "host",
        _ => "team",
    };

    private static IEnumerable<(string Name, string Value)> Fields(BoardKind kind, StatsRow row, DateTimeOffset now) =>
    [
        ("id", Number(StatsRow.NumberOf(row.Entrant.Id))),
        .. When(kind != BoardKind.People, "userid", StatsRow.NumberOf(row.Entrant.ContributorId)), // a team's is its founder
        .. When(row.TeamId is not null, "teamid", StatsRow.NumberOf(row.TeamId ?? default)),
        .. When(kind == BoardKind.Teams, "nusers", row.Members),
        (kind == BoardKind.Devices ? "domain_name" : "name", row.Entrant.Name),
        ("create_time", Number(StatsRow.MadeAt(row.Entrant.Id))),
        ("total_credit", Cobblestones.Of(row.TotalMflop)),
        ("expavg_credit", Cobblestones.Of(row.AverageMflop)),
        ("expavg_time", Number(now.ToUnixTimeSeconds())),
        (kind == BoardKind.Devices ? "host_cpid" : "cpid", row.Entrant.Id.ToString("N")),
    ];

    private static IEnumerable<(string Name, string Value)> When(bool isSo, string name, long number) => isSo ? [(name, Number(number))] : [];

    private static Task WriteAsync(XmlWriter xml, string name, string value) => xml.WriteElementStringAsync(null, name, null, value);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
