using System.Text.Json;
using System.Text.Json.Nodes;
using LaionGrid.Contracts;
using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>datapackage.json: the release as a Frictionless data package.</summary>
internal static class DataPackageText
{
    public const string Name = "datapackage.json";

    public static byte[] Of(ReleaseFacts facts) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json",
        ["name"] = $"laiongrid-{facts.Version}",
        ["id"] = facts.Address,
        ["title"] = facts.Title,
        ["description"] = facts.Description,
        ["homepage"] = facts.Address,
        ["version"] = facts.Version,
        ["created"] = facts.Bound.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["licenses"] = new JsonArray(new JsonObject { ["name"] = ReleaseConsent.Licence, ["path"] = "https://creativecommons.org/publicdomain/zero/1.0/", ["title"] = "CC0 1.0 Universal" }),
        ["resources"] = new JsonArray([.. facts.Files.Select(file => Resource(file, facts.Tables.FirstOrDefault(table => table.Path == file.Path)))]),
    }, JsonText.Indented);

    private static JsonObject Resource(Building.StagedFile file, TableFacts? table)
    {
        var resource = new JsonObject
        {
            ["name"] = table?.Name ?? Path.GetFileName(file.Path).ToLowerInvariant(), ["path"] = file.Path, ["bytes"] = file.Bytes, ["hash"] = $"sha256:{file.Sha256}", ["format"] = Path.GetExtension(file.Path).TrimStart('.'),
        };
        if (table is not null)
            (resource["description"], resource["schema"]) = (table.About, new JsonObject { ["fields"] = new JsonArray([.. table.Columns.Select(column => Field(column.Name, column.Type, column.IsNullable))]) });
        return resource;
    }

    private static JsonObject Field(string name, ParquetType type, bool isNullable)
    {
        var field = new JsonObject { ["name"] = name, ["type"] = TypeOf(type) };
        if (!isNullable)
            field["constraints"] = new JsonObject { ["required"] = true };
        return field;
    }

    private static string TypeOf(ParquetType type) => type switch
    {
        ParquetType.Bool => "boolean",
        ParquetType.Int32 or ParquetType.Int64 => "integer",
        ParquetType.Float or ParquetType.Double => "number",
        ParquetType.Timestamp => "datetime",
        ParquetType.TextList => "array",
        _ => "string",
    };
}
