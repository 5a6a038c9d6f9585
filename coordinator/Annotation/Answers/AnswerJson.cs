using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary>
/// Answers as they are stored and released: JSON without blanks, names in camel case and in the order of the records, choices in snake case. An answer has one text, so answers are equal when
/// their texts are. Pure.
/// </summary>
internal static class AnswerJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        IgnoreReadOnlyProperties = true,
        MaxDepth = 4,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <exception cref="ArgumentException">It is no answer; look at its fault first.</exception>
    public static string Write(TaskAnswer answer) => answer.Fault() is { } fault
        ? throw new ArgumentException(fault, nameof(answer))
        : JsonSerializer.Serialize(answer.Canonical(), TypeOf(answer.Kind), Options);

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything else, whatever it is.</summary>
    public static TaskAnswer? Read(TaskKind kind, string text)
    {
        try
        {
            return !HasNullInList(text) && JsonSerializer.Deserialize(text, TypeOf(kind), Options) is TaskAnswer answer && answer.Fault() is null && Write(answer) == text ? answer : null;
        }
        catch (JsonException)
        {
            return null; // not an answer
        }
    }

    /// <summary>The serializer keeps nulls out of members, but not out of lists.</summary>
    private static bool HasNullInList(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new() { MaxDepth = Options.MaxDepth });
        for (var before = JsonTokenType.None; reader.Read(); before = reader.TokenType)
        {
            if (reader.TokenType == JsonTokenType.Null && before != JsonTokenType.PropertyName)
                return true;
        }
        return false;
    }

    private static Type TypeOf(TaskKind kind) => kind switch
    {
        TaskKind.Aesthetic => typeof(AestheticAnswer),
        TaskKind.Compare => typeof(CompareAnswer),
        TaskKind.BestOf => typeof(BestOfAnswer),
        TaskKind.Artifacts => typeof(ArtifactsAnswer),
        TaskKind.Match => typeof(MatchAnswer),
        TaskKind.Caption => typeof(CaptionAnswer),
        TaskKind.CaptionVote => typeof(CaptionVoteAnswer),
        TaskKind.Flags => typeof(FlagsAnswer),
        TaskKind.Tags => typeof(TagsAnswer),
        TaskKind.Calibration => typeof(CalibrationAnswer),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a shape."),
    };
}
