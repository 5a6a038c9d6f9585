using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LaionGrid.Coordinator.Storage;

/// <summary>Rows as one JSON text of arrays, each value so that SQLite reads back what its driver would have stored.</summary>
internal static class RowsJson
{
    public static string Write(IReadOnlyList<object?[]> rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                foreach (var value in row)
                    Write(json, value);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Guid id:
                json.WriteStringValue(id.ToString("D").ToUpperInvariant());
                break;
            case byte[] bytes:
                json.WriteStringValue(Convert.ToHexString(bytes));
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long or int or short:
                json.WriteNumberValue(Convert.ToInt64(value, null));
                break;
            case float or double:
                json.WriteNumberValue(Convert.ToDouble(value, null));
                break;
            default:
                throw new ArgumentException($"No way is known to write a {value.GetType()}.");
        }
    }
}
