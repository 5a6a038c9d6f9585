using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Auditing;
using LaionGrid.Worker.Uplink.Joining;
namespace LaionGrid.Worker.Audit;

/// <summary>
/// While the worker runs: asks now and then what was decided about its pictures, and tells the owner. It goes on from the last verdict that it told, whenever
/// that was, so what came while the machine was off is told at the next start.
/// </summary>
internal sealed partial class VerdictLoop(VerdictsUplinkGrpc uplink, AccountUplinkGrpc accounts, VerdictBook book, WorkerKey key, TimeProvider time, ILogger<VerdictLoop> logger)
    : VisitLoop(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5), key, time, logger)
{
    /// <summary>More than this at once are told as a sum.</summary>
    public const int MaxLines = 20;

    private const int MaxPages = 20; // the rest at the next visit
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(1); // of a machine that was told nothing yet

    protected override async Task VisitAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = book.Read() ?? VerdictTotals.From(Time.GetUtcNow() - LookBack);
            var news = await ListAsync(before, cancellationToken);
            if (news.Count == 0 && before.Account is not null)
                return; // nothing becomes final without a verdict
            var account = IdentityFile.TryPeek(book.Folder) is { ContributorName: { Length: > 0 } name } ? await accounts.FindAsync(name, cancellationToken) : null;
            var today = DateOnly.FromDateTime(Time.GetLocalNow().DateTime);
            if (news.Count > 0 || account is not null)
                book.Keep(news.Aggregate(before, (totals, told) => totals.With(told, today)) with { Account = account ?? before.Account });
            Tell(news);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(error.Message);
        }
    }

    private async Task<List<ToldVerdict>> ListAsync(VerdictTotals before, CancellationToken cancellationToken)
    {
        var (news, at, lease) = (new List<ToldVerdict>(), before.SeenAt, before.SeenLease);
        for (var page = 0; page < MaxPages; page++)
        {
            if (await uplink.ListAsync(at, lease, cancellationToken) is not { Count: > 0 } more)
                break;
            news.AddRange(more);
            (at, lease) = (more[^1].At, more[^1].LeaseId);
            if (more.Count < VerdictsUplinkGrpc.MaxVerdicts)
                break;
        }
        return news;
    }

    /// <summary>What was lost is always told one by one, as far as a screen goes: each may want an answer.</summary>
    private void Tell(List<ToldVerdict> news)
    {
        var (zone, sum) = (Time.LocalTimeZone, VerdictText.Of(news.Aggregate(new VerdictCount(), (count, told) => count.With(told))));
        if (news.Count > MaxLines)
            LogVerdict(sum);
        foreach (var lost in news.Where(told => told.Verdict is PictureVerdict.Rejected or PictureVerdict.Recalled).TakeLast(MaxLines).Select(told => VerdictText.Of(told, zone)))
            LogLost(lost);
        foreach (var good in news.Where(told => news.Count <= MaxLines && told.Verdict is (PictureVerdict.Verified or PictureVerdict.Trusted)).Select(told => VerdictText.Of(told, zone)))
            LogVerdict(good);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Verdict}")]
    private partial void LogVerdict(string verdict);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Verdict}")]
    private partial void LogLost(string verdict);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was decided about this machine's pictures could not be kept, so it will be told again: {Reason}")]
    private partial void LogNotKept(string reason);
}
