using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>Writes the answers about a picture to the raw tables, and counts who agrees with whom.</summary>
internal sealed class WriteAnswers(ReleaseTableFiles tables, AnswerRows rows, ReleaseRaters raters, Agreements agreements)
{
    /// <param name="answers">By id; of any kind.</param>
    /// <param name="modelOf">See <see cref="AnswerRows.Comparisons"/>.</param>
    /// <returns>What its ratings come to.</returns>
    public RatingSums Add(ReleasedJob picture, IReadOnlyList<(Answer Answer, TaskAnswer Value)> answers, Func<JobId, string?> modelOf)
    {
        var sums = new RatingSums();
        var votes = answers.Where(one => one.Value is CaptionVoteAnswer).Select(one => (one.Answer, Row: rows.Vote(one.Answer, (CaptionVoteAnswer)one.Value))).ToLookup(one => one.Row.CaptionUid);
        foreach (var (answer, value) in answers)
        {
            if (Write(picture, answer, value, sums, modelOf, votes))
                raters.Tell(answer);
        }
        return sums;
    }

    /// <returns>Whether there is a row of it.</returns>
    private bool Write(ReleasedJob picture, Answer answer, TaskAnswer value, RatingSums sums, Func<JobId, string?> modelOf, ILookup<string, (Answer Answer, CaptionVoteRow Row)> votes)
    {
        switch (value)
        {
            case AestheticAnswer aesthetic:
                Write(rows.Rating(answer, aesthetic.Rating, null), sums);
                return true;
            case ArtifactsAnswer artifacts:
                Write(rows.Rating(answer, null, artifacts.Severity), sums);
                All(rows.Marks(answer, artifacts), tables.Marks.Write);
                return true;
            case MatchAnswer match:
                return All(rows.Words(answer, match), tables.Words.Write, agreements.Add) > 0;
            case FlagsAnswer flags:
                return All([rows.Flags(answer, flags)], tables.Flags.Write, agreements.Add) > 0;
            case TagsAnswer tags:
                return All([rows.Tags(answer, tags)], tables.Tags.Write, agreements.Add) > 0;
            case CaptionAnswer caption:
                return Write(answer, caption, [.. votes[answer.Id.ToString()]]);
            default:
                return All(rows.Comparisons(answer, value, (picture.RequestId, picture.Settings.Prompt), modelOf), tables.Comparisons.Write, agreements.Add) > 0;
        }
    }

    private void Write(RatingRow row, RatingSums sums)
    {
        tables.Ratings.Write(row);
        agreements.Add(row);
        if (row.TaskVersion == TaskRules.Of(row.ArtifactSeverity is null ? TaskKind.Aesthetic : TaskKind.Artifacts).Version)
            sums.Add(row.Rating, row.ArtifactSeverity, row.IsAuthor, row.IsRepeat);
    }

    /// <summary>The caption, and the votes on it: those on what is not told are not told either.</summary>
    private bool Write(Answer answer, CaptionAnswer caption, IReadOnlyList<(Answer Answer, CaptionVoteRow Row)> votes)
    {
        if (rows.Caption(answer, caption, [.. votes.Select(vote => vote.Row)]) is not { } row)
            return false;
        tables.Captions.Write(row);
        agreements.Add(row);
        foreach (var vote in votes)
        {
            tables.CaptionVotes.Write(vote.Row);
            agreements.Add(vote.Row);
            raters.Tell(vote.Answer);
        }
        return true;
    }

    /// <returns>How many there were.</returns>
    private static int All<TRow>(IEnumerable<TRow> rows, params Action<TRow>[] writes)
    {
        var count = 0;
        foreach (var row in rows)
        {
            count++;
            Array.ForEach(writes, write => write(row));
        }
        return count;
    }
}
