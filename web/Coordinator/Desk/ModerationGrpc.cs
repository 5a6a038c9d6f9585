using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.People;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Desk;

/// <summary>Reports, decisions and takedowns at the coordinator. A refusal is an answer; null stands for none.</summary>
internal sealed class ModerationGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Wire.Moderation.ModerationClient _moderation = new(channel);
    private readonly Wire.Requests.RequestsClient _requests = new(channel);

    public Task<ReportOutcome> ReportAsync(Person? person, string jobId, Concern concern, string words, string reporter, CancellationToken cancellationToken) => OutcomeAsync(
        person, options => _moderation.FileReportAsync(new() { JobId = jobId, Concern = concern.ToWire(), Words = words, Reporter = reporter }, options).ResponseAsync, cancellationToken);

    public Task<ReportOutcome> ContestAsync(Person? person, string jobId, string words, CancellationToken cancellationToken) =>
        OutcomeAsync(person, options => _moderation.ContestAsync(new() { JobId = jobId, Words = words }, options).ResponseAsync, cancellationToken);

    /// <summary>Null when there is no such report.</summary>
    public async Task<ReportView?> FindReportAsync(string reportId, CancellationToken cancellationToken) =>
        await OutcomeAsync(null, options => _moderation.GetReportAsync(new() { ReportId = reportId }, options).ResponseAsync, cancellationToken) is ReportOutcome.Filed found ? found.Report : null;

    public async Task<ReportQueueView> ListReportsAsync(Person person, string after, CancellationToken cancellationToken)
    {
        var queue = await calls.AskAsync(person, options => _moderation.ListReportsAsync(new() { AfterReportId = after }, options).ResponseAsync, cancellationToken);
        return new([.. queue.Reports.Select(report => report.ToView())], queue.Waiting, queue.Overdue);
    }

    public Task<Refusal?> DecideAsync(Person person, string reportId, Decision decision, string why, bool warns, int suspendDays, CancellationToken cancellationToken) => TryAsync(
        person, options => _moderation.DecideAsync(new() { ReportId = reportId, Decision = decision.ToWire(), Why = why, WarnAsker = warns, SuspendAskerDays = suspendDays }, options).ResponseAsync, cancellationToken);

    /// <summary>Pictures with one of these checks, newest first; null when <paramref name="before"/> is no picture.</summary>
    public async Task<IReadOnlyList<PictureView>> ListPicturesAsync(Person person, IReadOnlyList<PictureCheck> checks, string before, CancellationToken cancellationToken)
    {
        var question = new Wire.ListPicturesRequest { BeforeJobId = before, Checks = { checks.Select(check => check.ToWire()) } };
        return [.. (await calls.AskAsync(person, options => _requests.ListPicturesAsync(question, options).ResponseAsync, cancellationToken)).Pictures.Select(picture => picture.ToView())];
    }

    public Task<Refusal?> CheckAsync(Person person, string jobId, bool isSafe, string why, CancellationToken cancellationToken) =>
        TryAsync(person, options => _moderation.CheckPictureAsync(new() { JobId = jobId, Safe = isSafe, Why = why }, options).ResponseAsync, cancellationToken);

    public Task<Refusal?> TakeDownAsync(Person person, string jobId, string scope, Concern reason, string why, CancellationToken cancellationToken) => TryAsync(
        person, options => _moderation.TakeDownAsync(new() { JobId = jobId, Scope = ScopeOf(scope), Reason = reason.ToWire(), Why = why }, options).ResponseAsync, cancellationToken);

    /// <summary>A picture's bytes, whatever its check; null when there is none.</summary>
    public async Task<byte[]?> FetchPictureAsync(Person person, string jobId, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        using var fetch = _requests.FetchPicture(new() { JobId = jobId }, calls.Within(person, TimeSpan.FromMinutes(1), cancellationToken));
        try
        {
            while (await CallsGrpc.GuardAsync(() => fetch.ResponseStream.MoveNext(cancellationToken), cancellationToken))
                fetch.ResponseStream.Current.Data.WriteTo(bytes);
            return bytes.ToArray();
        }
        catch (RpcException error) when (error.Refusal() is not null)
        {
            return null;
        }
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MonthView>> CountAsync(CancellationToken cancellationToken) =>
        [.. (await calls.AskAsync(options => _moderation.GetTransparencyAsync(new(), options).ResponseAsync, cancellationToken)).Months.Select(month => month.ToView())];

    public async Task<IReadOnlyList<ActView>> ListActsAsync(Person person, string before, string account, string subject, CancellationToken cancellationToken)
    {
        var question = new Wire.ListActsRequest { BeforeActId = before, AccountName = account, Subject = subject };
        return [.. (await calls.AskAsync(person, options => _moderation.ListActsAsync(question, options).ResponseAsync, cancellationToken)).Acts.Select(act => act.ToView())];
    }

    public async Task<IReadOnlyList<AnnouncementView>> ListAnnouncementsAsync(CancellationToken cancellationToken) =>
        [.. (await calls.AskAsync(options => _moderation.GetAnnouncementsAsync(new(), options).ResponseAsync, cancellationToken)).Announcements_.Select(announcement => announcement.ToView())];

    public Task<Refusal?> AnnounceAsync(Person person, string text, int minutes, CancellationToken cancellationToken) =>
        TryAsync(person, options => _moderation.AnnounceAsync(new() { Text = text, Minutes = minutes }, options).ResponseAsync, cancellationToken);

    public Task<Refusal?> EndAnnouncementAsync(Person person, string id, CancellationToken cancellationToken) =>
        TryAsync(person, options => _moderation.EndAnnouncementAsync(new() { AnnouncementId = id }, options).ResponseAsync, cancellationToken);

    /// <summary>Those later than this instant, oldest first.</summary>
    public async Task<IReadOnlyList<TakedownView>> ListTakedownsAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        var question = new Wire.ListTakedownsRequest { AfterUs = (after - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, Limit = 1000 };
        var answer = await calls.AskAsync(options => _moderation.ListTakedownsAsync(question, options).ResponseAsync, cancellationToken);
        return [.. answer.Takedowns.Select(takedown => takedown.ToView())];
    }

    private async Task<ReportOutcome> OutcomeAsync(Person? person, Func<CallOptions, Task<Wire.ReportView>> call, CancellationToken cancellationToken)
    {
        try
        {
            return new ReportOutcome.Filed((await calls.AskAsync(person, call, cancellationToken)).ToView());
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new ReportOutcome.Refused(refusal);
        }
    }

    private async Task<Refusal?> TryAsync<T>(Person person, Func<CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(person, call, cancellationToken);
            return null;
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return refusal;
        }
    }

    private static Wire.TakeDownScope ScopeOf(string scope) => scope switch
    {
        "asker" => Wire.TakeDownScope.Asker,
        "worker" => Wire.TakeDownScope.Worker,
        _ => Wire.TakeDownScope.Unspecified,
    };
}
