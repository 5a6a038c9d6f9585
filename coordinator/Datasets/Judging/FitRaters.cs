using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>All answers to one kind of task, and what they say of their raters. Pure.</summary>
internal sealed class FitRaters
{
    private readonly TaskKind _kind;
    private readonly IReadOnlyList<GivenAnswer> _answers;
    private readonly List<string> _marks;
    private readonly Dictionary<string, int> _raters;

    public FitRaters(TaskKind kind, IReadOnlyList<GivenAnswer> answers)
    {
        (_kind, _answers) = (kind, answers);
        _marks = [.. answers.Select(answer => answer.RaterMark).Distinct().Order(StringComparer.Ordinal)];
        _raters = _marks.Select((mark, place) => (mark, place)).ToDictionary(one => one.mark, one => one.place);
    }

    /// <summary>By mark, and everybody's.</summary>
    public IReadOnlyList<RaterReliability> Run(DateTimeOffset now)
    {
        var evidence = EvidencePolicy.Gather(_kind, _answers, _raters);
        var counts = _answers.CountBy(answer => answer.RaterMark).ToDictionary();
        if (EvidencePolicy.PointsOf(_kind) > 0)
        {
            var fitted = FitRatings.Fit(Ratings(out var items), items, evidence);
            return [Row(RaterReliability.Everybody, _answers.Count, new(fitted.Mean, fitted.Deviation, 1), now), .. _marks.Zip(fitted.Raters, (mark, rater) => Row(mark, counts[mark], rater, now))];
        }
        var votes = Votes(out var pictures, out var labels);
        var agreed = labels > 1 ? FitVotes.Fit(votes, pictures, labels, evidence) : evidence;
        return [.. _marks.Zip(agreed, (mark, rater) => Row(mark, counts[mark], new(0, 1, ReliabilityPolicy.Weight(rater)), now))];
    }

    /// <summary>How far they agree: by squares where the answers lie on a scale, as those are averaged; else by equality. Nobody else writes the same caption, so of captions nothing is found.</summary>
    public TaskAgreement Agreement(DateTimeOffset now)
    {
        var isScale = EvidencePolicy.PointsOf(_kind) > 0;
        var found = FoundAgreement.Of(isScale ? Ratings(out _) : Votes(out _, out _).ConvertAll(vote => new Rating(vote.Item, vote.Rater, vote.Label)), isScale ? AlphaMetric.Interval : AlphaMetric.Nominal);
        return new() { TaskKind = _kind, TaskVersion = TaskRules.Of(_kind).Version, Alpha = found.Alpha, Items = found.Items, Raters = found.Raters, FittedAt = now };
    }

    private RaterReliability Row(string mark, int answers, RaterScale scale, DateTimeOffset now) =>
        new() { RaterMark = mark, TaskKind = _kind, Answers = answers, Weight = scale.Weight, Mean = scale.Mean, Deviation = scale.Deviation, FittedAt = now };

    private List<Rating> Ratings(out int items)
    {
        var (places, ratings) = (new Dictionary<JobId, int>(), new List<Rating>());
        foreach (var answer in _answers.Where(answer => answer.IsOfPicture))
        {
            if (EvidencePolicy.RatingOf(answer.Value) is { } rating)
                ratings.Add(new(Place(places, answer.JobId), _raters[answer.RaterMark], rating));
        }
        items = places.Count;
        return ratings;
    }

    private List<Vote> Votes(out int items, out int labels)
    {
        var (places, votes) = (new Dictionary<string, int>(), new List<Vote>());
        foreach (var answer in _answers.Where(answer => answer.IsOfPicture))
        {
            if (Word(answer) is ({ } subject, { } label))
                votes.Add(new(Place(places, subject), _raters[answer.RaterMark], label));
        }
        (items, labels) = (places.Count, votes.Select(vote => vote.Label + 1).DefaultIfEmpty().Max());
        return votes;
    }

    /// <summary>What the answer is about, and which word it says of it: of two pictures whether the lesser id wins, the other, or neither.</summary>
    private static (string? Subject, int? Label) Word(GivenAnswer answer)
    {
        if (ComparisonReader.Read(answer) is { } compared)
            return ($"{compared.Lesser} {compared.Greater}", (int)compared.Preference);
        return (answer.Value is Annotation.Answers.CaptionVoteAnswer vote ? vote.CaptionId : answer.JobId.ToString(), EvidencePolicy.LabelOf(answer.Value));
    }

    private static int Place<T>(Dictionary<T, int> places, T subject) where T : notnull
    {
        if (!places.TryGetValue(subject, out var place))
            places[subject] = place = places.Count;
        return place;
    }
}
