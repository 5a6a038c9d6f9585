using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>A right message with one field spoilt, for every field at any depth, in every way its kind can be.</summary>
internal static class Mutations
{
    private static readonly string[] Texts =
        ["", "\0", "a\u0001b", "\u202E\uFEFF", "\uFFFD", "../../etc/passwd", "'; DROP TABLE jobs; --", "%_", new string('x', 100_000), string.Concat(Enumerable.Repeat("x\U0001F5BC", 60))];

    private static readonly object?[] Absent = [null];
    private static readonly object[] Ints = [int.MinValue, -1, 0, int.MaxValue];
    private static readonly object[] Longs = [long.MinValue, -1L, 0L, 1L << 32, long.MaxValue];
    private static readonly object[] Floats = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -float.Epsilon];
    private static readonly object[] Doubles = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -double.Epsilon];

    public static IEnumerable<(string Case, byte[] Message)> Of(IMessage message) => Walk(message, message, "");

    /// <summary>The message with these bytes behind it, as a text of each of its fields that hold texts.</summary>
    public static IEnumerable<(string Case, byte[] Message)> WithText(IMessage message, byte[] text) =>
        from field in message.Descriptor.Fields.InDeclarationOrder()
        where field.FieldType == FieldType.String
        select ($"{field.Name} of {Convert.ToHexString(text)}", (byte[])[.. message.ToByteArray(), .. Tag(field), (byte)text.Length, .. text]);

    private static byte[] Tag(FieldDescriptor field)
    {
        using var bytes = new MemoryStream();
        var output = new CodedOutputStream(bytes);
        output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
        output.Flush();
        return bytes.ToArray();
    }

    private static IEnumerable<(string Case, byte[] Message)> Walk(IMessage root, IMessage inner, string path)
    {
        foreach (var field in inner.Descriptor.Fields.InDeclarationOrder())
        {
            var name = $"{path}{field.Name}";
            foreach (var bytes in field.IsRepeated ? Repeat(root, inner, field) : Replace(root, inner, field))
                yield return (name, bytes);
            if (!field.IsRepeated && field.FieldType == FieldType.Message && field.Accessor.GetValue(inner) is IMessage child)
            {
                foreach (var deeper in Walk(root, child, $"{name}."))
                    yield return deeper;
            }
        }
    }

    private static IEnumerable<byte[]> Replace(IMessage root, IMessage inner, FieldDescriptor field)
    {
        var before = field.HasPresence && !field.Accessor.HasValue(inner) ? null : field.Accessor.GetValue(inner);
        foreach (var value in ValuesOf(field))
        {
            if (value is null)
                field.Accessor.Clear(inner);
            else
                field.Accessor.SetValue(inner, value);
            yield return root.ToByteArray();
            if (before is null)
                field.Accessor.Clear(inner);
            else
                field.Accessor.SetValue(inner, before);
        }
    }

    private static IEnumerable<byte[]> Repeat(IMessage root, IMessage inner, FieldDescriptor field)
    {
        var list = (IList)field.Accessor.GetValue(inner);
        var before = list.Cast<object>().ToList();
        foreach (var value in field.FieldType == FieldType.String ? (IEnumerable<object>)Texts : before)
        {
            for (var count = 0; count < 5_000 && root.CalculateSize() < 500_000; count++)
                list.Add(value);
            yield return root.ToByteArray();
            list.Clear();
            before.ForEach(one => list.Add(one));
        }
    }

    private static object?[] ValuesOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => Texts,
        FieldType.Int32 => Ints,
        FieldType.Int64 => Longs,
        FieldType.Float => Floats,
        FieldType.Double => Doubles,
        FieldType.Bool => [true, false],
        FieldType.Enum => [-1, 99, int.MaxValue],
        FieldType.Bytes => [ByteString.Empty, ByteString.CopyFrom(new byte[64]), ByteString.CopyFrom(new byte[500_000])],
        FieldType.Message => Absent,
        _ => throw new NotSupportedException($"{field.FullName}: say what is hostile in a {field.FieldType}."),
    };
}
