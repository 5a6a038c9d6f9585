using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

/// <summary>Answers as they lie in the database.</summary>
internal static class ReleasedAnswers
{
    private static int _made;

    /// <summary>Ids are in the order of their making.</summary>
    public static Answer Of(JobId picture, TaskAnswer answer, string rater, JobId? other = null, bool isAuthor = false, AnswerId? repeatOf = null, int version = 1)
    {
        var id = new Guid(Interlocked.Increment(ref _made), 0, 0, new byte[8]);
        return new()
        {
            Id = new(id), AssignmentId = new(id), TaskKind = answer.Kind, TaskVersion = version, JobId = picture, OtherJobId = other, RaterMark = rater, Value = AnswerJson.Write(answer), IsAuthor = isAuthor, IsGold = false,
            RepeatOf = repeatOf, MsSpent = 4000, Position = 0, Client = "test", AnsweredAt = ReleaseStage.November, RewardMflop = 0,
        };
    }
}
