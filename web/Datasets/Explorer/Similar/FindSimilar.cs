using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Similar;

/// <summary>
/// The pictures whose CLIP vectors are nearest to one's, by cosine. Looks at every vector: half a gigabyte a million. Of those that look nearly the same only the nearest is given, and none that looks like the picture itself: a page
/// of copies would say nothing.
/// </summary>
internal static class FindSimilar
{
    private const int Looked = 4; // at so many for each that is given; where most are copies, at more
    private const int MoreLooked = 8;

    /// <summary>Nearest first, and of equals by id; empty where the picture has no vector.</summary>
    public static IReadOnlyList<(long Id, double Cosine)> Of(SqliteConnection connection, LookAlikes alike, long id, int most)
    {
        for (var look = Looked * most; ; look *= MoreLooked)
        {
            var nearest = Nearest(connection, id, look);
            var given = OneOfEach(nearest, alike, id).Take(most).ToList();
            if (given.Count == most || nearest.Count < look)
                return given;
        }
    }

    private static IEnumerable<(long Id, double Cosine)> OneOfEach(IReadOnlyList<(long Id, double Cosine)> nearest, LookAlikes alike, long id)
    {
        var taken = new List<long> { id };
        foreach (var one in nearest)
        {
            if (taken.Exists(other => alike.AreAlike(other, one.Id)))
                continue;
            taken.Add(one.Id);
            yield return one;
        }
    }

    private static IReadOnlyList<(long Id, double Cosine)> Nearest(SqliteConnection connection, long id, int most)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT vector FROM embeddings WHERE id = @id";
        command.Parameters.AddWithValue("@id", id);
        if (command.ExecuteScalar() is not byte[] bytes)
            return [];
        var wanted = MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray();
        var length = Math.Sqrt(Dot(wanted, wanted));
        var best = new PriorityQueue<(long Id, double Cosine), (double, long)>(); // the farthest first, and of equals the last
        foreach (var (other, vector) in All(connection))
        {
            var signed = MemoryMarshal.Cast<byte, sbyte>(vector);
            if (other == id || signed.Length != wanted.Length)
                continue;
            var cosine = Dot(wanted, signed) / Math.Max(length * Math.Sqrt(Dot(signed, signed)), 1);
            if (best.Count < most)
                best.Enqueue((other, cosine), (cosine, -other));
            else if (cosine > best.Peek().Cosine)
                best.DequeueEnqueue((other, cosine), (cosine, -other));
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
        command.CommandText = "SELECT id, vector FROM embeddings ORDER BY id";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }
}
