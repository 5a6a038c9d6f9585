using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>A part of an exported file.</summary>
internal sealed record ExportPart(string File, ReadOnlyMemory<byte> Data);

/// <summary>Writes everything that the grid keeps of an account as JSON files, a part at a time, so that a long history needs no memory.</summary>
internal sealed class ExportAccount(IEnumerable<IPersonalRecords> records)
{
    private const int PartBytes = 32 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public async IAsyncEnumerable<ExportPart> RunAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var slice in records)
        {
            var buffer = new ArrayBufferWriter<byte>(PartBytes);
            buffer.Write("["u8);
            var isFirst = true;
            await foreach (var record in slice.ReadAsync(account, cancellationToken))
            {
                buffer.Write(isFirst ? "\n"u8 : ",\n"u8);
                isFirst = false;
                buffer.Write(JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), Json));
                foreach (var part in Take(slice.Name, buffer, PartBytes))
                    yield return part;
            }
            buffer.Write("\n]\n"u8);
            foreach (var part in Take(slice.Name, buffer, 0))
                yield return part;
        }
    }

    /// <summary>Empties a buffer that holds more than so much.</summary>
    private static IEnumerable<ExportPart> Take(string name, ArrayBufferWriter<byte> buffer, int most)
    {
        if (buffer.WrittenCount <= most)
            yield break;
        var bytes = buffer.WrittenMemory.ToArray();
        buffer.Clear();
        for (var at = 0; at < bytes.Length; at += PartBytes)
            yield return new($"{name}.json", bytes.AsMemory(at, Math.Min(PartBytes, bytes.Length - at)));
    }
}
