using System.Globalization;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Verifying;

/// <summary>Whether what a release says of its pictures, its captions and its raters' agreement is what its raw rows come to, weights and all.</summary>
internal sealed class VerifyAggregates
{
    private readonly ReleaseReader _reader;
    private readonly List<QualityRow> _quality;
    private readonly Dictionary<string, RaterRow> _raters;

    private VerifyAggregates(ReleaseReader reader) =>
        (_reader, _quality, _raters) = (reader, [.. reader.Quality()], reader.Raters().GroupBy(rater => rater.RaterKey, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal));

    /// <returns>What is wrong, a line each, with the table, the picture and both values. Nothing of a release that has not all of these tables: what is missing of it is told elsewhere, and the first ones had fewer.</returns>
    /// <exception cref="InvalidDataException">A table is broken.</exception>
    public static IEnumerable<string> Run(string folder) => new ReleaseReader(folder) is { IsWhole: true } reader ? new VerifyAggregates(reader).Faults() : [];

    private IEnumerable<string> Faults() => [.. OfWeights(), .. new VerifyRaters(_reader, _raters).Faults(), .. OfPictures(), .. OfQuality()];

    private IEnumerable<string> OfPictures()
    {
        var (derived, seen) = (new DerivedPictures(_reader, _quality, ScaleOf), new HashSet<string>(StringComparer.Ordinal));
        foreach (var said in _reader.Images())
        {
            seen.Add(said.Uid);
            foreach (var (column, table, value, found) in said.Differences(derived.Of(said.Uid)))
                yield return $"{ImageTable.Name}: {column} of {said.Uid} is {value}, and its rows in {table} come to {found}.";
        }
        foreach (var (uid, table) in derived.Answered.Where(answered => !seen.Contains(answered.Uid)))
            yield return $"{table}: it has answers about {uid}, which is no picture of the release.";
        foreach (var caption in _reader.Captions().Where(caption => caption.Accepted != derived.Takes(caption.AnnotationUid)))
            yield return $"{CaptionTable.Name}: accepted of {caption.AnnotationUid}, about {caption.ImageUid}, is {caption.Accepted}, and its rows in {CaptionVoteTable.Name} come to {!caption.Accepted}.";
    }

    /// <summary>Each row has its rater's weight.</summary>
    private IEnumerable<string> OfWeights() =>
    [
        .. Weighed(RatingTable.Name, _reader.Ratings(), (row, rater) => row.ArtifactSeverity is null ? rater.ReliabilityAesthetic : rater.ReliabilityArtifacts),
        .. Weighed(MarkTable.Name, _reader.Marks(), (_, rater) => rater.ReliabilityArtifacts), .. Weighed(PromptWordTable.Name, _reader.Words(), (_, rater) => rater.ReliabilityMatch),
        .. Weighed(CaptionTable.Name, _reader.Captions(), (_, rater) => rater.ReliabilityCaption), .. Weighed(CaptionVoteTable.Name, _reader.Votes(), (_, rater) => rater.ReliabilityCaptionVote),
        .. Weighed(FlagTable.Name, _reader.Flags(), (_, rater) => rater.ReliabilityFlags), .. Weighed(TagTable.Name, _reader.Tags(), (_, rater) => rater.ReliabilityTags),
        .. _reader.Comparisons().Select(row => Fault(ComparisonTable.Name, row.AnnotationUid, row.Image0Uid, row.RaterKey, row.Weight, rater => rater.ReliabilityCompare)).OfType<string>(),
    ];

    private IEnumerable<string> Weighed<TRow>(string table, IEnumerable<TRow> rows, Func<TRow, RaterRow, float?> reliability) where TRow : AnswerRow =>
        rows.Select(row => Fault(table, row.AnnotationUid, row.ImageUid, row.RaterKey, row.Weight, rater => reliability(row, rater))).OfType<string>();

    private string? Fault(string table, string answer, string picture, string? key, float weight, Func<RaterRow, float?> reliability)
    {
        if (key is null)
            return null;
        if (!_raters.TryGetValue(key, out var rater))
            return $"{table}: {answer}, about {picture}, is of {key}, of whom {RaterTable.Name} says nothing.";
        return reliability(rater) is { } told && told == weight ? null : string.Create(CultureInfo.InvariantCulture, $"{table}: weight of {answer}, about {picture}, is {weight}, and {RaterTable.Name} says {reliability(rater)?.ToString(CultureInfo.InvariantCulture) ?? "nothing"} of {key}.");
    }

    private IEnumerable<string> OfQuality()
    {
        var agreements = new Agreements("");
        Add(_reader.Ratings(), agreements.Add);
        Add(_reader.Words(), agreements.Add);
        Add(_reader.Captions(), agreements.Add);
        Add(_reader.Votes(), agreements.Add);
        Add(_reader.Flags(), agreements.Add);
        Add(_reader.Tags(), agreements.Add);
        Add(_reader.Comparisons(), agreements.Add);
        var derived = agreements.Rows(_ => 0, 0, 0).ToDictionary(row => (row.Task, row.TaskVersion));
        foreach (var said in _quality)
        {
            if (!derived.Remove((said.Task, said.TaskVersion), out var found))
                yield return $"{QualityTable.Name}: it tells of {said.Task}, version {said.TaskVersion}, of which there are no answers.";
            else if ((said.Alpha, said.Answers, said.Items, said.Raters) != (found.Alpha, found.Answers, found.Items, found.Raters))
                yield return $"{QualityTable.Name}: {said.Task}, version {said.TaskVersion}, is {WordsOf(said)}, and its rows come to {WordsOf(found)}.";
        }
        foreach (var (task, version) in derived.Keys)
            yield return $"{QualityTable.Name}: it says nothing of {task}, version {version}, of which there are answers.";
    }

    private RaterScale ScaleOf(RatingRow row) => row.RaterKey is { } key && _raters.TryGetValue(key, out var rater) ? new(rater.AestheticMean ?? 0, rater.AestheticDeviation ?? 1, row.Weight) : new(0, 1, 0);

    private static string WordsOf(QualityRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"alpha {row.Alpha?.ToString(CultureInfo.InvariantCulture) ?? "nothing"} of {row.Answers} answers, {row.Items} items and {row.Raters} raters");

    private static void Add<TRow>(IEnumerable<TRow> rows, Action<TRow> add)
    {
        foreach (var row in rows)
            add(row);
    }
}
