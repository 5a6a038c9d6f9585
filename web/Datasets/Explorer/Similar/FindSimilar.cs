using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Similar;

/// <summary>The pictures whose CLIP vectors are nearest to one's, by cosine. Looks at every vector: half a gigabyte a million.</summary>
internal static class FindSimilar
{
    /// <summary>Nearest first; empty where the picture has no vector.</summary>
    public static IReadOnlyList<(long Id, double Cosine)> Of(SqliteConnection connection, long id, int most)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT vector FROM embeddings WHERE id = @id";
        command.Parameters.AddWithValue("@id", id);
        if (command.ExecuteScalar() is not byte[] bytes)
            return [];
        var wanted = MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray();
        var length = Math.Sqrt(Dot(wanted, wanted));
        var best = new PriorityQueue<(long Id, double Cosine), double>();
        foreach (var (other, vector) in All(connection))
        {
            var signed = MemoryMarshal.Cast<byte, sbyte>(vector);
            if (other == id || signed.Length != wanted.Length)
                continue;
            var cosine = Dot(wanted, signed) / Math.Max(length * Math.Sqrt(Dot(signed, signed)), 1);
            if (best.Count < most)
                best.Enqueue((other, cosine), cosine);
            else if (cosine > best.Peek().Cosine)
                best.DequeueEnqueue((other, cosine), cosine);
        }
        return [.. best.UnorderedItems.Select(item => item.Element).OrderByDescending(item => item.Cosine).ThenBy(item => item.Id)];
    }

    /// <summary>Sum of products; exact, since 65,536 dimensions of bytes still fit.</summary>
    internal static int Dot(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second)
    {
        var sum = Vector<int>.Zero;
        var at = 0;
        for (; at <= first.Length - Vector<sbyte>.Count; at += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(first[at..]), out var low, out var high);
            Vector.Widen(new Vector<sbyte>(second[at..]), out var otherLow, out var otherHigh);
            Vector.Widen(low * otherLow, out var one, out var two);
            Vector.Widen(high * otherHigh, out var three, out var four);
            sum += one + two + three + four;
        }
        var rest = Vector.Sum(sum);
        for (; at < first.Length; at++)
            rest += first[at] * second[at];
        return rest;
    }

    private static IEnumerable<(long Id, byte[] Vector)> All(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, vector FROM embeddings";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }
}
