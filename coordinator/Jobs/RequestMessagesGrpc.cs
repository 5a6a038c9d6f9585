using Google.Protobuf;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Requests, jobs and pictures between the coordinator and the wire.</summary>
internal static class RequestMessagesGrpc
{
    /// <summary>Proto3's zero stands for "not given" where zero can never be meant.</summary>
    public static Ask ToAsk(this Wire.SubmitRequest request)
    {
        var settings = request.Settings ?? new Wire.RenderSettings();
        return new Ask
        {
            RequestKey = request.RequestKey,
            Prompt = settings.Prompt,
            NegativePrompt = settings.NegativePrompt,
            Width = settings.Width == 0 ? null : settings.Width,
            Height = settings.Height == 0 ? null : settings.Height,
            Steps = settings.HasSteps ? settings.Steps : null,
            Guidance = settings.HasGuidance ? settings.Guidance : null,
            Sampler = settings.Sampler.ToDomain(),
            Count = request.Count,
            Seed = request.HasSeed ? request.Seed : null,
            Requester = request.Requester,
            IsVerified = request.Verified,
        };
    }

    public static Wire.RenderSettings ToWire(this RenderSettings settings) => new()
    {
        Prompt = settings.Prompt,
        NegativePrompt = settings.NegativePrompt,
        BundleId = settings.BundleId,
        Width = settings.Width,
        Height = settings.Height,
        Steps = settings.Steps,
        Guidance = settings.Guidance,
        Sampler = settings.Sampler.ToWire(),
    };

    public static Wire.RequestView ToWire(this RequestSnapshot request, LiveProgress live, bool previews) => new()
    {
        RequestId = request.Id.ToString(),
        Settings = request.Settings.ToWire(),
        CreatedAtUs = request.CreatedAt.ToMicroseconds(),
        Verified = request.IsVerified,
        Jobs = { request.Jobs.Select(job => job.ToWire(request.Settings.Steps, live.Of(job.Id), previews)) },
    };

    public static Wire.Picture ToWire(this PictureSnapshot picture) => new()
    {
        Job = picture.ToJobView(),
        Settings = picture.Request.Settings.ToWire(),
        RequestId = picture.Request.Id.ToString(),
        ContributorName = picture.ContributorName,
        DeviceName = picture.DeviceName,
        RenderMs = (long)picture.Took.TotalMilliseconds,
        CreditMflop = picture.Attempt.Verdict == Verdict.Pending ? picture.Job.CostMflop : picture.Attempt.CreditMflop,
        Postings = { picture.Postings.Select(ToWire) },
        RenderedAtUs = picture.Attempt.EndedAt?.ToMicroseconds() ?? 0,
        VerdictAtUs = picture.Attempt.VerdictAt?.ToMicroseconds() ?? 0,
        PngBytes = picture.Attempt.PictureBytes,
        Scores = picture.Attempt.Scores.ToWire(),
    };

    private static Wire.PictureScores? ToWire(this PictureScores scores)
    {
        if (scores == PictureScores.None)
            return null;
        var message = new Wire.PictureScores();
        if (scores.TextFit is { } fit)
            message.TextFit = fit;
        if (scores.Aesthetic is { } aesthetic)
            message.Aesthetic = aesthetic;
        if (scores.Nsfw is { } nsfw)
            message.Nsfw = nsfw;
        if (scores.IsUnsafe is { } isUnsafe)
            message.IsUnsafe = isUnsafe;
        return message;
    }

    private static Wire.JobView ToWire(this JobSnapshot job, int steps, Progress progress, bool previews)
    {
        var isRunning = job.State == JobState.Leased;
        return new()
        {
            JobId = job.Id.ToString(),
            Index = job.Index,
            Seed = job.Seed,
            State = job.State.ToWire(),
            QueuePosition = job.QueuePosition,
            Step = isRunning ? Math.Min(progress.Step, steps) : job.PictureSha256.Length > 0 ? steps : 0,
            Preview = isRunning && previews ? UnsafeByteOperations.UnsafeWrap(progress.Preview) : ByteString.Empty,
            WorkerName = job.WorkerName,
            Verdict = job.Verdict.ToWire(),
            Failure = job.Failure,
            FailureCode = job.FailureCode,
            PictureSha256 = job.PictureSha256,
            EtaLowMs = (long)(job.Arrival?.Low.TotalMilliseconds ?? 0),
            EtaHighMs = (long)Math.Ceiling(job.Arrival?.High.TotalMilliseconds ?? 0),
        };
    }

    private static Wire.JobView ToJobView(this PictureSnapshot picture) => new()
    {
        JobId = picture.Job.Id.ToString(),
        Index = picture.Job.Index,
        Seed = picture.Job.Seed,
        State = picture.Job.State.ToWire(),
        Step = picture.Request.Settings.Steps,
        WorkerName = picture.WorkerName,
        Verdict = picture.Attempt.Verdict.ToWire(),
        PictureSha256 = picture.Attempt.PictureSha256,
    };

    private static Wire.Posting ToWire(PostingView posting) => new()
    {
        PostingId = posting.Id.ToString(),
        TransactionId = posting.TransactionId.ToString(),
        AccountName = posting.AccountName,
        AmountMflop = posting.AmountMflop,
        Cause = posting.Cause,
        PostedAtUs = posting.PostedAt.ToMicroseconds(),
    };

    private static Wire.JobState ToWire(this JobState state) => state switch
    {
        JobState.Queued => Wire.JobState.Queued,
        JobState.Leased => Wire.JobState.Leased,
        JobState.Rendered => Wire.JobState.Rendered,
        JobState.Done => Wire.JobState.Done,
        JobState.Failed => Wire.JobState.Failed,
        JobState.Cancelled => Wire.JobState.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A job state without a wire value."),
    };

    public static Wire.VerdictKind ToWire(this Verdict verdict) => verdict switch
    {
        Verdict.None => Wire.VerdictKind.Unspecified,
        Verdict.Pending => Wire.VerdictKind.Pending,
        Verdict.Accepted => Wire.VerdictKind.Accepted,
        Verdict.AcceptedUnaudited => Wire.VerdictKind.AcceptedUnaudited,
        Verdict.Rejected => Wire.VerdictKind.Rejected,
        Verdict.Recalled => Wire.VerdictKind.Recalled,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict without a wire value."),
    };
}
