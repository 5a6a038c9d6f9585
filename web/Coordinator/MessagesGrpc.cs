using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator;

/// <summary>Messages of the wire as the records that pages show.</summary>
internal static class MessagesGrpc
{
    private const string PngDataUrl = "data:image/png;base64,";

    public static Wire.SubmitRequest ToWire(this PictureAsk ask)
    {
        var settings = new Wire.RenderSettings
        {
            Prompt = ask.Prompt,
            NegativePrompt = ask.NegativePrompt,
            BundleId = ask.Bundle,
            Width = ask.Width ?? 0,
            Height = ask.Height ?? 0,
            Sampler = SamplersGrpc.ToWire(ask.Sampler),
            SourceSha256 = ask.Source,
            MaskSha256 = ask.Mask,
        };
        if (ask.Strength is { } strength)
            settings.Strength = strength;
        if (ask.Steps is { } steps)
            settings.Steps = steps;
        if (ask.Guidance is { } guidance)
            settings.Guidance = guidance;
        var message = new Wire.SubmitRequest { RequestKey = ask.RequestKey, Settings = settings, Count = ask.Count, Requester = ask.Requester, Verified = ask.IsVerified, Visibility = ask.Visibility.ToWire(), RemixOf = ask.RemixOf, ReleaseConsentVersion = ask.ReleaseConsent };
        if (ask.Seed is { } seed)
            message.Seed = seed;
        return message;
    }

    public static Wire.ListPicturesRequest ToWire(this PictureFilter filter, int limit, string before) => new()
    {
        Limit = limit,
        BeforeJobId = before,
        ContributorName = filter.Contributor,
        BundleId = filter.Bundle,
        Audited = filter.IsVerified,
        Shape = filter.Shape switch
        {
            PictureShape.Square => Wire.PictureShape.Square,
            PictureShape.Wide => Wire.PictureShape.Wide,
            PictureShape.Tall => Wire.PictureShape.Tall,
            _ => Wire.PictureShape.Unspecified,
        },
    };

    public static RequestView ToView(this Wire.RequestView request) => new()
    {
        RequestId = request.RequestId,
        Settings = request.Settings.ToView(),
        IsVerified = request.Verified,
        IsYours = request.Own,
        CreatedAt = Instant(request.CreatedAtUs),
        RemixOf = request.RemixOf,
        IsOpenData = request.OpenData,
        Jobs = [.. request.Jobs.Select(job => job.ToView() with { IsVerified = request.Verified })],
    };

    public static PictureView ToView(this Wire.Picture picture) => new()
    {
        Job = picture.Job.ToView(),
        Settings = picture.Settings.ToView(),
        RequestId = picture.RequestId,
        Contributor = picture.ContributorName,
        Device = picture.DeviceName,
        RenderTime = TimeSpan.FromMilliseconds(picture.RenderMs),
        CreditMflop = picture.CreditMflop,
        PngBytes = picture.PngBytes,
        RenderedAt = Instant(picture.RenderedAtUs),
        Scores = picture.Scores?.ToView(),
        EngineVersion = picture.EngineVersion,
        IsOwn = picture.Own,
        Postings = [.. picture.Postings.Select(line => new PostingView(
            line.PostingId, line.TransactionId, line.AccountName, line.AmountMflop, line.Cause, Instant(line.PostedAtUs)))],
    };

    public static BundleView ToView(this Wire.Bundle bundle) => new()
    {
        Id = bundle.Id,
        Title = bundle.Title,
        MinSide = bundle.Limits.MinSide,
        MaxSide = bundle.Limits.MaxSide,
        SideStep = bundle.Limits.SideStep,
        MaxPixels = bundle.Limits.MaxPixels,
        DefaultWidth = bundle.Limits.DefaultWidth,
        DefaultHeight = bundle.Limits.DefaultHeight,
        MaxSteps = bundle.Limits.MaxSteps,
        DefaultSteps = bundle.Limits.DefaultSteps,
        DefaultGuidance = bundle.Limits.DefaultGuidance,
        DefaultSampler = (bundle.Limits.DefaultSampler is Wire.Sampler.Unspecified ? Wire.Sampler.Ddim : bundle.Limits.DefaultSampler).ToName(),
        Samplers = bundle.Limits.SamplersOf(),
    };

    public static BoardView ToView(this Wire.GetLeaderboardResponse board, BoardKind kind, Period period) => new(kind, period, [.. board.Rows.Select(ToView)], board.Total);

    public static BoardRow ToView(this Wire.BoardRow row) =>
        new(row.Rank, row.PreviousRank, row.Name, row.ContributorName, row.CreditMflop, row.Pictures, row.ProvisionalMflop) { Place = row.Place, Days = [.. row.DayMflop] };

    public static Wire.BoardKind ToWire(this BoardKind kind) => kind switch
    {
        BoardKind.Teams => Wire.BoardKind.Teams,
        BoardKind.Devices => Wire.BoardKind.Devices,
        BoardKind.Bundles => Wire.BoardKind.Bundles,
        _ => Wire.BoardKind.People,
    };

    public static Wire.Visibility ToWire(this Visibility visibility) => visibility switch
    {
        Visibility.Unlisted => Wire.Visibility.Unlisted,
        Visibility.Private => Wire.Visibility.Private,
        _ => Wire.Visibility.Public,
    };

    private static Visibility ToView(this Wire.Visibility visibility) => visibility switch
    {
        Wire.Visibility.Unlisted => Visibility.Unlisted,
        Wire.Visibility.Private => Visibility.Private,
        _ => Visibility.Public,
    };

    public static Wire.Period ToWire(this Period period) => period switch
    {
        Period.Day => Wire.Period.Day,
        Period.Week => Wire.Period.Week,
        Period.Month => Wire.Period.Month,
        _ => Wire.Period.AllTime,
    };

    private static RenderSettings ToView(this Wire.RenderSettings settings) => new()
    {
        Prompt = settings.Prompt,
        NegativePrompt = settings.NegativePrompt,
        Bundle = settings.BundleId,
        Width = settings.Width,
        Height = settings.Height,
        Steps = settings.Steps,
        Guidance = settings.Guidance,
        Sampler = settings.Sampler.ToName(),
        Strength = settings.SourceSha256.Length > 0 ? settings.Strength : null,
        HasMask = settings.MaskSha256.Length > 0,
    };

    public static PictureScores ToView(this Wire.PictureScores scores) => new(
        scores.HasTextFit ? scores.TextFit : null,
        scores.HasAesthetic ? scores.Aesthetic : null,
        scores.HasNsfw ? scores.Nsfw : null,
        scores.HasIsUnsafe ? scores.IsUnsafe : null)
    {
        Watermark = scores.HasWatermark ? scores.Watermark : null,
    };

    private static JobView ToView(this Wire.JobView job) => new()
    {
        JobId = job.JobId,
        Index = job.Index,
        Seed = job.Seed,
        State = job.State.ToView(),
        QueuePosition = job.QueuePosition,
        Step = job.Step,
        Preview = job.Preview.IsEmpty ? "" : PngDataUrl + job.Preview.ToBase64(),
        Worker = job.WorkerName,
        Device = job.DeviceName,
        Verdict = job.Verdict.ToView(),
        Failure = job.Failure,
        FailureCode = job.FailureCode,
        Sha256 = job.PictureSha256,
        Check = job.Check.ToView(),
        Visibility = job.Visibility.ToView(),
        Arrival = job.EtaHighMs > 0 ? new(TimeSpan.FromMilliseconds(job.EtaLowMs), TimeSpan.FromMilliseconds(job.EtaHighMs)) : null,
    };

    private static PictureCheck ToView(this Wire.PictureCheck check) => check switch
    {
        Wire.PictureCheck.Unchecked => PictureCheck.Unchecked,
        Wire.PictureCheck.Safe => PictureCheck.Safe,
        Wire.PictureCheck.Unsafe => PictureCheck.Unsafe,
        Wire.PictureCheck.Withheld => PictureCheck.Withheld,
        _ => PictureCheck.None,
    };

    private static JobState ToView(this Wire.JobState state) => state switch
    {
        Wire.JobState.Queued => JobState.Queued,
        Wire.JobState.Leased => JobState.Leased,
        Wire.JobState.Rendered => JobState.Rendered,
        Wire.JobState.Done => JobState.Done,
        Wire.JobState.Failed => JobState.Failed,
        Wire.JobState.Cancelled => JobState.Cancelled,
        _ => JobState.Held,
    };

    private static Verdict ToView(this Wire.VerdictKind verdict) => verdict switch
    {
        Wire.VerdictKind.Pending => Verdict.Pending,
        Wire.VerdictKind.Accepted => Verdict.Accepted,
        Wire.VerdictKind.Rejected => Verdict.Rejected,
        Wire.VerdictKind.Recalled => Verdict.Recalled,
        Wire.VerdictKind.AcceptedUnaudited => Verdict.AcceptedUnaudited,
        _ => Verdict.None,
    };

    private static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
