using System.Text.Json;
using System.Text.Json.Serialization;

namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>A table as JSON. Reading is strict: one that says less, more or other than it must is refused, for who is paid hangs on it.</summary>
internal static class ToleranceFile
{
    /// <summary>Some thirty times what a table with two classes and nine samplers takes.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Of the file's form; grows with it.</summary>
    private const int Format = 1;

    private static readonly JsonSerializerOptions Compact = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true, NewLine = "\n" };

    public static (ToleranceTable? Table, string? Problem) Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MostBytes)
            return (null, $"it has {json.Length:#,0} bytes, where {MostBytes:#,0} are enough");
        try
        {
            if (JsonSerializer.Deserialize<Whole>(json, Compact) is not { } whole)
                return (null, "it is null");
            if (whole.Format != Format)
                return (null, $"its format is {whole.Format}, where this program knows {Format}");
            var problem = ToleranceRules.Check(whole.Table);
            return problem is null ? (whole.Table, null) : (null, problem);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // the second for text that is no Unicode
        {
            return (null, $"it is not the JSON it should be: {error.Message}");
        }
    }

    public static byte[] Write(ToleranceTable table) => [.. JsonSerializer.SerializeToUtf8Bytes(new Whole(Format, table), Indented), (byte)'\n'];

    /// <summary>What is signed: the table without its signature, in one line, its fields in the order declared, numbers in as few digits as tell them apart.</summary>
    public static byte[] Canonical(ToleranceTable table) => JsonSerializer.SerializeToUtf8Bytes(new Whole(Format, table with { Signature = null }), Compact);

    private sealed record Whole(int Format, ToleranceTable Table);
}
