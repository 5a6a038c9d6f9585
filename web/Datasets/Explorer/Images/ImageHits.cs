using System.Buffers;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>
/// The ids that fit a filter, all of them. A word's or a label's come from the file's index; whatever else is asked of them is looked up in <see cref="NarrowColumns"/>. Ids are ranks by score, so they come sorted by it, and
/// every other order is a number a picture. Everything that people typed is a value, never a part of the SQL. Its array is borrowed: dispose of it.
/// </summary>
internal sealed class ImageHits : IDisposable
{
    private const int FewestToSort = 1000; // a page takes its few out of many; an export wants them all

    private static readonly HashSet<string> Labels = ["tag", "flag"];

    private readonly int _most;
    private readonly int[]? _places;
    private int[] _found;
    private int _count;

    public ImageHits(SqliteConnection connection, NarrowColumns columns, ImageFilter filter)
    {
        var most = _most = columns.Most(connection);
        var search = SearchWords.Of(filter.Query);
        var labels = filter.Values.Where(value => Labels.Contains(value.Key)).ToList();
        _places = Column(filter.Sort) is { } column ? columns.Places(connection, column) : null;
        _found = ArrayPool<int>.Shared.Rent(Math.Max(most, 1));
        if (search.Match is { } match)
            Take(Matching(connection, match), most);
        else if (labels is [var label, ..])
        {
            foreach (var id in LabelColumn.PicturesWith(connection, label.Key, label.Value))
                _found[_count++] = id;
            labels.RemoveAt(0);
        }
        else
            TakeAll(columns.Gaps(connection), most);
        foreach (var (kind, value) in labels)
            Keep(LabelColumn.PicturesWith(connection, kind, value), isWanted: true, most);
        if (search.Without is { } without)
            Keep(Numbers(Matching(connection, without)), isWanted: false, most);
        foreach (var (facet, value) in filter.Values.Where(value => !Labels.Contains(value.Key)))
            KeepEqual(columns.Codes(connection, facet), CodeOf(connection, facet, value));
        if (filter.MinScore is { } score)
            _count = PlaceOf((int)FirstBelow(connection, score));
        if (_places is not null)
            KeepBelow(_places, int.MaxValue);
        if (filter.MinRating is { } rating)
            KeepBelow(columns.Places(connection, "rating"), AtLeast(connection, rating));
    }

    /// <summary>Ids that fit, by score.</summary>
    public ReadOnlySpan<int> Ids => _found.AsSpan(0, _count);

    /// <summary>Whether a page can end with this picture in this order.</summary>
    public bool Knows(ImageToken token) => token.Id > 0 && token.Id <= _most && (_places is null || _places[token.Id] != NarrowColumns.None);

    /// <summary>Ids in the filter's order, from behind a place on.</summary>
    public IReadOnlyList<int> Page(ImageToken? after, int most)
    {
        if (_places is null)
        {
            var start = after is null ? 0 : PlaceOf((int)after.Id + 1);
            return _found[start..Math.Min(_count, (int)Math.Min((long)start + most, int.MaxValue))];
        }
        var from = after is null ? NarrowColumns.None : _places[after.Id];
        return most < FewestToSort ? Fewest(_places, from, most) : Sorted(_places, from, most);
    }

    public void Dispose()
    {
        if (_found.Length > 0)
            ArrayPool<int>.Shared.Return(_found);
        (_found, _count) = ([], 0);
    }

    private static string? Column(ImageSort sort) => sort switch { ImageSort.Rating => "rating", ImageSort.Newest => "created", ImageSort.Similarity => "similarity", _ => null };

    /// <summary>The first in an order without sorting all: the worst of those kept so far goes when a better one comes.</summary>
    private List<int> Fewest(int[] places, int from, int most)
    {
        var kept = new PriorityQueue<int, int>();
        var worst = int.MaxValue;
        foreach (var id in Ids)
        {
            var place = places[id];
            if (place <= from || place >= worst)
                continue;
            if (kept.Count == most)
                kept.DequeueEnqueue(id, -place);
            else
                kept.Enqueue(id, -place);
            if (kept.Count == most && kept.TryPeek(out _, out var last))
                worst = -last;
        }
        var ids = new List<int>(kept.Count);
        while (kept.TryDequeue(out var id, out _))
            ids.Add(id);
        ids.Reverse();
        return ids;
    }

    private int[] Sorted(int[] places, int from, int most)
    {
        int[] ids = [.. _found.Take(_count).Where(id => places[id] > from)];
        Array.Sort(Array.ConvertAll(ids, id => places[id]), ids);
        return ids[..Math.Min(most, ids.Length)];
    }

    /// <summary>Where an id stands among those found, or would stand.</summary>
    private int PlaceOf(int id) => Ids.BinarySearch(id) is var at && at < 0 ? ~at : at;

    private void TakeAll(ReadOnlySpan<int> gaps, int most)
    {
        for (var id = 1; id <= most; id++)
        {
            if (gaps is [var gap, ..] && gap == id)
                gaps = gaps[1..];
            else
                _found[_count++] = id;
        }
    }

    private void Take(SqliteCommand command, int most)
    {
        using (command)
            WholeNumbers.Each(command, row =>
            {
                if (_count < most)
                    _found[_count++] = row.Int(0);
            });
    }

    private static List<int> Numbers(SqliteCommand command)
    {
        var ids = new List<int>();
        using (command)
            WholeNumbers.Each(command, row => ids.Add(row.Int(0)));
        return ids;
    }

    private void Keep(List<int> ids, bool isWanted, int most)
    {
        var has = new bool[most + 1];
        foreach (var id in ids)
            has[id] = true;
        var kept = 0;
        foreach (var id in Ids)
            if (has[id] == isWanted)
                _found[kept++] = id;
        _count = kept;
    }

    private void KeepEqual(int[] codes, int code)
    {
        var kept = 0;
        foreach (var id in Ids)
            if (codes[id] == code && code != NarrowColumns.None)
                _found[kept++] = id;
        _count = kept;
    }

    private void KeepBelow(int[] places, int bound)
    {
        var kept = 0;
        foreach (var id in Ids)
            if (places[id] != NarrowColumns.None && places[id] < bound)
                _found[kept++] = id;
        _count = kept;
    }

    private static SqliteCommand Matching(SqliteConnection connection, string match)
    {
        var command = connection.CreateCommand();
        command.CommandText = "SELECT rowid FROM images_fts WHERE images_fts MATCH @match ORDER BY rowid";
        command.Parameters.AddWithValue("@match", match);
        return command;
    }

    private static int CodeOf(SqliteConnection connection, string facet, string value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT code FROM facet_values WHERE facet = @facet AND value = @value";
        command.Parameters.AddWithValue("@facet", facet);
        command.Parameters.AddWithValue("@value", value);
        return command.ExecuteScalar() is long code ? (int)code : NarrowColumns.None;
    }

    /// <summary>Ids are ranks: those below this one have at least the score.</summary>
    private static long FirstBelow(SqliteConnection connection, double score)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce((SELECT id FROM keys WHERE score < @score ORDER BY score DESC LIMIT 1), (SELECT coalesce(max(id), 0) + 1 FROM keys WHERE score IS NOT NULL))";
        command.Parameters.AddWithValue("@score", score);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>How many have at least a rating, and so the first place of one that has not.</summary>
    private static int AtLeast(SqliteConnection connection, double rating)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM keys WHERE rating >= @rating";
        command.Parameters.AddWithValue("@rating", rating);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
