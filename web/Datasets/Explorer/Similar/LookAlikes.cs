using System.Numerics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LaionGrid.Web.Datasets.Explorer.Similar;

/// <summary>
/// Which pictures of a data set look nearly the same, by their perceptual hashes: 9 bytes a picture. Those of a release that are as good as equal are left out when it is built; what is found here is farther apart, and still one to the eye.
/// </summary>
/// <param name="hashes">At the place of a picture's id.</param>
/// <param name="isKnown">Whether it has one; likewise.</param>
internal sealed class LookAlikes(ulong[] hashes, bool[] isKnown)
{
    /// <summary>Of 64. What is the same picture to the eye differs in about ten at most (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010); different ones in about half.</summary>
    public const int MaxBits = 8;

    /// <summary>A file of an earlier release has no hashes: nothing in it looks like anything else then.</summary>
    public static LookAlikes Read(SqliteConnection connection, int mostId)
    {
        var (hashes, isKnown) = (new ulong[mostId + 1], new bool[mostId + 1]);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pragma_table_info('keys') WHERE name = 'phash'";
        if ((long)command.ExecuteScalar()! == 0) // a count is never null
            return new(hashes, isKnown);
        command.CommandText = "SELECT id, phash FROM keys WHERE phash IS NOT NULL";
        WholeNumbers.Each(command, row => (hashes[row.Int(0)], isKnown[row.Int(0)]) = ((ulong)raw.sqlite3_column_int64(row, 1), true));
        return new(hashes, isKnown);
    }

    public bool AreAlike(long one, long other) => isKnown[one] && isKnown[other] && Bits(one, other) <= MaxBits;

    /// <summary>Ids of all that look nearly the same as a picture, without itself; the most alike first, and of equals by id.</summary>
    public IReadOnlyList<int> Of(long id)
    {
        var alike = new List<int>();
        for (var other = 1; isKnown[id] && other < hashes.Length; other++)
        {
            if (isKnown[other] && other != id && Bits(id, other) <= MaxBits)
                alike.Add(other);
        }
        return [.. alike.OrderBy(other => Bits(id, other))]; // equal ones stay as they were
    }

    private int Bits(long one, long other) => BitOperations.PopCount(hashes[one] ^ hashes[other]);
}
