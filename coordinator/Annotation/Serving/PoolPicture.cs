using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>A picture that people may be asked about: public, and its check passed.</summary>
/// <param name="Requester">The mark of whoever asked for it.</param>
internal sealed record PoolPicture(JobId Id, AccountId Owner, string Requester, string Prompt)
{
    public bool IsOf(Rater rater) => Requester == rater.Mark || Owner == rater.AccountId;
}

/// <summary>A caption that somebody wrote, which others vote on.</summary>
internal sealed record PoolCaption(AnswerId Id, JobId JobId, string RaterMark, string Text);
