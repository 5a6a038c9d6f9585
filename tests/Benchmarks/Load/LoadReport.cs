using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LaionGrid.Benchmarks.Load;

/// <summary>One number of a report.</summary>
/// <param name="Key">For programs.</param>
/// <param name="Name">For people, with the unit.</param>
/// <param name="Value">Null when it was not measured.</param>
internal sealed record Figure(string Key, string Name, double? Value);

/// <summary>What a run has found: figures, what went wrong on the way, and what the audit says.</summary>
/// <param name="Title">What was run.</param>
/// <param name="Remarks">Refusals met and what coordinators logged; the run may be right all the same.</param>
/// <param name="Faults">Nothing when nothing was lost.</param>
internal sealed record LoadReport(string Title, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Remarks, IReadOnlyList<string> Faults)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsOk => Faults.Count == 0;

    private string Audit => IsOk ? "ok" : string.Join("; ", Faults);

    public string ToText() => string.Join('\n', [
        Title,
        .. Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"  {figure.Name,-56} {figure.Value?.ToString("#,0.###", CultureInfo.InvariantCulture) ?? "not known",12}")),
        .. Remarks.Select(remark => $"  {remark}"),
        $"  audit: {Audit}"]);

    public string ToJson()
    {
        var report = new JsonObject { ["run"] = Title };
        foreach (var figure in Figures)
            report[figure.Key] = figure.Value is { } value ? Math.Round(value, 3) : null;
        report["remarks"] = new JsonArray([.. Remarks.Select(remark => JsonValue.Create(remark))]);
        report["audit"] = Audit;
        return report.ToJsonString(Indented);
    }
}
