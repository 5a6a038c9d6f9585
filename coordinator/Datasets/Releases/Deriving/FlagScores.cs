using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Deriving;

/// <summary>The column flags of a release's pictures: fitted over the rows of its own "flags", which have to be added in their order.</summary>
internal sealed class FlagScores
{
    private readonly List<(int Picture, int Rater, int Flags)> _votes = []; // a bit a flag
    private readonly Numbered _pictures = new();
    private readonly Numbered _raters = new();
    private readonly List<double> _weights = [];

    /// <summary>Those that are released. What moderators are told of at once is between them and who said it: a list of such pictures would help the wrong people.</summary>
    public static IReadOnlyList<string> Released { get; } = [.. Enum.GetValues<PictureFlag>().Where(flag => flag is not (PictureFlag.MinorLooking or PictureFlag.PersonalData)).Select(JudgementPolicy.NameOf)];

    /// <param name="row">Of a version that is aggregated.</param>
    public void Add(FlagRow row)
    {
        if (!Counted.IsOfPicture(row))
            return;
        var rater = _raters.Of(row.RaterKey ?? "");
        if (rater == _weights.Count)
            _weights.Add(row.Weight);
        _votes.Add((_pictures.Of(row.ImageUid), rater, Released.Index().Where(flag => row.Flags.Contains(flag.Item)).Sum(flag => 1 << flag.Index)));
    }

    /// <summary>By uid, in the order of <see cref="Released"/>; nothing for pictures without votes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fit()
    {
        var found = _pictures.All.Select(uid => (Uid: uid, Flags: new List<string>())).ToList();
        foreach (var (bit, flag) in Released.Index())
        {
            var fitted = FlagVotes.Fit(_votes.Select(vote => new Vote(vote.Picture, vote.Rater, (vote.Flags >> bit) & 1)), _pictures.Count, _weights);
            for (var picture = 0; picture < found.Count; picture++)
            {
                if (fitted.Has(picture))
                    found[picture].Flags.Add(flag);
            }
        }
        return found.ToDictionary(one => one.Uid, one => (IReadOnlyList<string>)one.Flags, StringComparer.Ordinal);
    }
}
