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
        await WriteAsync(xml, "nteams_total", "0");
        await WriteAsync(xml, "nhosts_total", Number(totals.Hosts));
        await WriteAsync(xml, "total_credit", Cobblestones.Of(totals.TotalMflop));
        await xml.WriteEndElementAsync();
    }

    public static async Task WriteRowsAsync(Stream stream, BoardKind kind, IAsyncEnumerable<StatsRow> rows, DateTimeOffset now)
    {
        await using var xml = XmlWriter.Create(stream, Settings);
        await xml.WriteStartElementAsync(null, kind == BoardKind.People ? "users" : "hosts", null);
        await foreach (var row in rows)
        {
            await xml.WriteStartElementAsync(null, kind == BoardKind.People ? "user" : "host", null);
            foreach (var (name, value) in Fields(kind, row, now))
                await WriteAsync(xml, name, value);
            await xml.WriteEndElementAsync();
        }
        await xml.WriteEndElementAsync();
    }

    private static IEnumerable<(string Name, string Value)> Fields(BoardKind kind, StatsRow row, DateTimeOffset now) =>
    [
        ("id", Number(StatsRow.NumberOf(row.Entrant.Id))),
        .. kind == BoardKind.Devices ? [("userid", Number(StatsRow.NumberOf(row.Entrant.ContributorId)))] : Array.Empty<(string, string)>(),
        (kind == BoardKind.People ? "name" : "domain_name", row.Entrant.Name),
        ("create_time", Number(StatsRow.MadeAt(row.Entrant.Id))),
        ("total_credit", Cobblestones.Of(row.TotalMflop)),
        ("expavg_credit", Cobblestones.Of(row.AverageMflop)),
        ("expavg_time", Number(now.ToUnixTimeSeconds())),
        (kind == BoardKind.People ? "cpid" : "host_cpid", row.Entrant.Id.ToString("N")),
    ];

    private static Task WriteAsync(XmlWriter xml, string name, string value) => xml.WriteElementStringAsync(null, name, null, value);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
