using System.Text.Json;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>Writes statistics as JSON: amounts as the integers that the ledger has, in MFLOP, beside BOINC's unit.</summary>
internal static class StatsJson
{
    private const int Buffered = 64 * 1024;

    public static async Task WriteTotalsAsync(Stream stream, StatsTotals totals)
    {
        await using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("updatedAt", totals.At);
        json.WriteNumber("users", totals.Users);
        json.WriteNumber("hosts", totals.Hosts);
        json.WriteNumber("teams", totals.Teams);
        json.WriteNumber("totalMflop", totals.TotalMflop);
        json.WriteString("totalCredit", Cobblestones.Of(totals.TotalMflop));
        json.WriteEndObject();
    }

    public static async Task WriteRowsAsync(Stream stream, BoardKind kind, IAsyncEnumerable<StatsRow> rows)
    {
        await using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        await foreach (var row in rows)
        {
            Write(json, kind, row);
            if (json.BytesPending > Buffered)
                await json.FlushAsync();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, BoardKind kind, StatsRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Entrant.Id.ToString("N"));
        json.WriteString("name", row.Entrant.Name);
        if (kind != BoardKind.People)
            json.WriteString("userId", row.Entrant.ContributorId.ToString("N"));
        if (row.TeamId is { } team)
            json.WriteString("teamId", team.ToString("N"));
        if (kind == BoardKind.Teams)
            json.WriteNumber("users", row.Members);
        json.WriteNumber("createdAt", StatsRow.MadeAt(row.Entrant.Id));
        json.WriteNumber("totalMflop", row.TotalMflop);
        json.WriteNumber("averageMflopPerDay", row.AverageMflop);
        json.WriteString("totalCredit", Cobblestones.Of(row.TotalMflop));
        json.WriteString("averageCredit", Cobblestones.Of(row.AverageMflop));
        json.WriteEndObject();
    }
}
