using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LaionGrid.Coordinator.Edge;

/// <summary>Finds a null character in a message's texts. No honest text has one, and PostgreSQL can neither keep nor compare one.</summary>
internal static class NullCharacter
{
    /// <summary>The field whose text has one, in proto spelling; null when none has.</summary>
    public static string? FieldOf(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.FieldType is FieldType.String or FieldType.Message && FieldOf(field, field.Accessor.GetValue(message)) is { } found)
                return found;
        }
        return null;
    }

    private static string? FieldOf(FieldDescriptor field, object? value) => value switch
    {
        string text => text.Contains('\0', StringComparison.Ordinal) ? field.Name : null,
        IMessage inner => FieldOf(inner),
        IEnumerable<string> texts => texts.Select(text => FieldOf(field, text)).FirstOrDefault(name => name is not null),
        IEnumerable<IMessage> inners => inners.Select(FieldOf).FirstOrDefault(name => name is not null),
        _ => null,
    };
}
