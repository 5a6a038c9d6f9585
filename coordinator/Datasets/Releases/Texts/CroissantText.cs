using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LaionGrid.Contracts;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>croissant.json: the release in the vocabulary of Croissant 1.1 (MLCommons), which search engines for data sets read. A record set for each table, with a field for each column.</summary>
internal static class CroissantText
{
    public const string Name = "croissant.json";

    public static byte[] Of(ReleaseFacts facts) => JsonSerializer.SerializeToUtf8Bytes(Describe(facts), JsonText.Indented);

    private static JsonObject Describe(ReleaseFacts facts) => new()
    {
        ["@context"] = Context(),
        ["@type"] = "sc:Dataset",
        ["dct:conformsTo"] = new JsonArray("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"),
        ["name"] = facts.Title,
        ["description"] = facts.Description,
        ["license"] = "https://creativecommons.org/publicdomain/zero/1.0/",
        ["url"] = facts.Address,
        ["version"] = facts.Version,
        ["datePublished"] = facts.Date,
        ["creator"] = new JsonObject { ["@type"] = "sc:Organization", ["name"] = "LaionGrid", ["url"] = facts.Site },
        ["keywords"] = new JsonArray("text-to-image", "human feedback", "synthetic pictures", ReleaseConsent.Licence),
        ["isLiveDataset"] = false,
        ["citeAs"] = $"{facts.Title}. {facts.Address}, {facts.Date}.",
        ["rai:dataCollection"] = "People wrote prompts on a public site; volunteers' machines rendered them; each picture's author agreed to the licence beforehand.",
        ["rai:dataAnnotationProtocol"] = "Short tasks on the same site, blind to model and author; raw answers are in the tables.",
        ["rai:machineAnnotationTools"] = "Scores are those of the networks in each model's own bundle, as the rendering machine says them.",
        ["rai:dataBiases"] = "Prompts are of those who come; an author has at most a hundredth of a release, or a small fixed number of pictures in a young grid.",
        ["rai:dataLimitations"] = "Unsafe pictures are left out by a score that errs both ways. Scores that a model's bundle has no network for are null.",
        ["rai:personalSensitiveInformation"] = "Keys of people are HMACs with a secret of this release that was thrown away. Prompts are free text and may name somebody.",
        ["rai:dataReleaseMaintenancePlan"] = $"A frozen version each month, increments each day; what is taken down or withdrawn is listed at {facts.Site}/tombstones.json, and its month is released again.",
        ["distribution"] = new JsonArray([.. facts.Files.Select(file => Distribution(facts, file))]),
        ["recordSet"] = new JsonArray([.. facts.Tables.Select(RecordSet)]),
    };

    private static JsonObject Distribution(ReleaseFacts facts, StagedFile file) => new()
    {
        ["@type"] = "cr:FileObject",
        ["@id"] = file.Path,
        ["name"] = file.Path,
        ["contentUrl"] = $"{facts.Address}/{file.Path}",
        ["contentSize"] = $"{file.Bytes.ToString(CultureInfo.InvariantCulture)} B",
        ["encodingFormat"] = Path.GetExtension(file.Path) switch { ".parquet" => "application/vnd.apache.parquet", ".tar" => "application/x-tar", ".sqlite" => "application/vnd.sqlite3", _ => "application/octet-stream" },
        ["sha256"] = file.Sha256,
    };

    private static JsonObject RecordSet(TableFacts table) => new JsonObject
    {
        ["@type"] = "cr:RecordSet",
        ["@id"] = table.Name,
        ["name"] = table.Name,
        ["description"] = table.About,
        ["field"] = new JsonArray([.. table.Columns.Select(column => Field(table, column.Name, column.Type))]),
    };

    private static JsonObject Field(TableFacts table, string column, ParquetType type)
    {
        var field = new JsonObject
        {
            ["@type"] = "cr:Field",
            ["@id"] = $"{table.Name}/{column}",
            ["name"] = column,
            ["dataType"] = TypeOf(type),
            ["source"] = new JsonObject { ["fileObject"] = new JsonObject { ["@id"] = table.Path }, ["extract"] = new JsonObject { ["column"] = column } },
        };
        if (type == ParquetType.TextList)
            (field["isArray"], field["arrayShape"]) = (true, "-1");
        return field;
    }

    private static string TypeOf(ParquetType type) => type switch
    {
        ParquetType.Bool => "sc:Boolean",
        ParquetType.Int32 => "cr:Int32",
        ParquetType.Int64 => "cr:Int64",
        ParquetType.Float => "cr:Float32",
        ParquetType.Double => "cr:Float64",
        ParquetType.Timestamp => "sc:DateTime",
        ParquetType.Text or ParquetType.TextList => "sc:Text",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A type without a name in Croissant."),
    };

    private static JsonObject Context()
    {
        var context = new JsonObject { ["@language"] = "en", ["@vocab"] = "https://schema.org/", ["sc"] = "https://schema.org/", ["cr"] = "http://mlcommons.org/croissant/", ["rai"] = "http://mlcommons.org/croissant/RAI/", ["dct"] = "http://purl.org/dc/terms/" };
        foreach (var name in new[] { "arrayShape", "citeAs", "column", "extract", "field", "fileObject", "fileSet", "isArray", "isLiveDataset", "recordSet", "source" })
            context[name] = $"cr:{name}";
        context["dataType"] = new JsonObject { ["@id"] = "cr:dataType", ["@type"] = "@vocab" };
        context["sha256"] = "sc:sha256";
        return context;
    }
}
