using Google.Protobuf;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Queue;
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
            Visibility = request.Visibility.ToDomain() ?? Visibility.Public,
            RemixOf = Ids.Read<JobId>(request.RemixOf),
            ReleaseConsent = request.ReleaseConsentVersion,
            SourceSha256 = settings.SourceSha256,
            Strength = settings.HasStrength ? settings.Strength : null,
            MaskSha256 = settings.MaskSha256,
        };
    }

    /// <summary>A sampler of a later release is no default.</summary>
    public static void RefuseUnknownSampler(Wire.RenderSettings? settings)
    {
        if (settings is { Sampler: not Wire.Sampler.Unspecified } && settings.Sampler.ToDomain() is null)
            throw Refusal.Invalid("sampler.unknown", "sampler", $"This sampler is not known here. Use {Samplers.TitlesOf(Samplers.All)}.").ToRpc();
    }

    public static Wire.RenderSettings ToWire(this RenderSettings settings)
    {
        var message = settings.ToWireFromNoise();
        if (settings.HasSource)
            (message.SourceSha256, message.Strength, message.MaskSha256) = (settings.SourceSha256, settings.Strength, settings.MaskSha256);
        return message;
    }

    private static Wire.RenderSettings ToWireFromNoise(this RenderSettings settings) => new()
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

    public static Wire.RequestView ToWire(this RequestSnapshot request, LiveProgress live, bool previews, Caller caller) => new()
    {
        Own = !caller.IsAnonymous && caller.AccountId == request.AccountId,
        RequestId = request.Id.ToString(),
        Settings = (request.Jobs.All(job => job.Check == PictureCheck.TakenDown) ? request.Settings with { Prompt = "", NegativePrompt = "" } : request.Settings).ToWire(),
        CreatedAtUs = request.CreatedAt.ToMicroseconds(),
        Verified = request.IsVerified,
        RemixOf = request.RemixOf?.ToString() ?? "",
        OpenData = request.IsOpenData,
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
        Own = picture.IsOwn,
        EngineVersion = picture.Attempt.EngineVersion,
    };

    public static Wire.PictureScores? ToWire(this PictureScores scores)
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
        if (scores.Watermark is { } watermark)
            message.Watermark = watermark;
        return message;
    }

    private static Wire.JobView ToWire(this JobSnapshot job, int steps, Progress progress, bool previews) =>
        job.Check == PictureCheck.TakenDown ? TakenDown(job) : ToJobView(job, steps, progress, previews);

    /// <summary>Nothing of it is told but that it was.</summary>
    private static Wire.JobView TakenDown(JobSnapshot job) => new()
    {
        JobId = job.Id.ToString(), Index = job.Index, State = Wire.JobState.Failed, Failure = TakenDownPicture.Refusal.Message, FailureCode = TakenDownPicture.Refusal.Code,
    };

    private static Wire.JobView ToJobView(JobSnapshot job, int steps, Progress progress, bool previews)
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
            DeviceName = job.DeviceName,
            Verdict = job.Verdict.ToWire(),
            Failure = job.Failure,
            FailureCode = job.FailureCode,
            PictureSha256 = job.PictureSha256,
            Visibility = job.Visibility.ToWire(),
            EtaLowMs = (long)(job.Arrival?.Low.TotalMilliseconds ?? 0),
            EtaHighMs = (long)Math.Ceiling(job.Arrival?.High.TotalMilliseconds ?? 0),
            Check = job.PictureSha256.Length > 0 ? job.Check.ToWire() : Wire.PictureCheck.Unspecified,
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
        DeviceName = picture.DeviceName,
        Verdict = picture.Attempt.Verdict.ToWire(),
        PictureSha256 = picture.Attempt.PictureSha256,
        Check = picture.Job.Check.ToWire(),
        Visibility = picture.Job.Visibility.ToWire(),
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

    /// <summary>Null for what no list can be asked for.</summary>
    public static PictureCheck? ToDomain(this Wire.PictureCheck check) => check switch
    {
        Wire.PictureCheck.Unchecked => PictureCheck.Unchecked,
        Wire.PictureCheck.Safe => PictureCheck.Safe,
        Wire.PictureCheck.Unsafe => PictureCheck.Unsafe,
        Wire.PictureCheck.Withheld => PictureCheck.Withheld,
        _ => null,
    };

    private static Wire.PictureCheck ToWire(this PictureCheck check) => check switch
    {
        PictureCheck.Unchecked => Wire.PictureCheck.Unchecked,
        PictureCheck.Safe => Wire.PictureCheck.Safe,
        PictureCheck.Unsafe => Wire.PictureCheck.Unsafe,
        PictureCheck.Withheld => Wire.PictureCheck.Withheld,
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "A check without a wire value."),
    };

    /// <summary>Null for one that is not known here; unspecified is public.</summary>
    public static Visibility? ToDomain(this Wire.Visibility visibility) => visibility switch
    {
        Wire.Visibility.Unspecified or Wire.Visibility.Public => Visibility.Public,
        Wire.Visibility.Unlisted => Visibility.Unlisted,
        Wire.Visibility.Private => Visibility.Private,
        _ => null,
    };

    /// <summary>Null for any shape.</summary>
    public static PictureShape? ToDomain(this Wire.PictureShape shape) => shape switch
    {
        Wire.PictureShape.Square => PictureShape.Square,
        Wire.PictureShape.Wide => PictureShape.Wide,
        Wire.PictureShape.Tall => PictureShape.Tall,
        _ => null,
    };

    private static Wire.Visibility ToWire(this Visibility visibility) => visibility switch
    {
        Visibility.Public => Wire.Visibility.Public,
        Visibility.Unlisted => Wire.Visibility.Unlisted,
        Visibility.Private => Wire.Visibility.Private,
        _ => throw new ArgumentOutOfRangeException(nameof(visibility), visibility, "What is deleted is shown to nobody."),
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
