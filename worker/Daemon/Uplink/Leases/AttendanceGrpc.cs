using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Uplink.Auditing;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>
/// A worker's stay with the coordinator, until it leaves or is refused. One stream lasts for many rounds: it brings offers, and stops the
/// lease that is worked on. When it breaks it is opened anew, also in the middle of a lease, which it names and so keeps.
/// </summary>
internal sealed partial class AttendanceGrpc : IAsyncDisposable
{
    private readonly WorkUplinkGrpc _work;
    private readonly PatientCalls _patient;
    private readonly Func<CancellationToken, Task<Standing>> _stand;
    private readonly Action<Reveal> _reveal;
    private readonly ILogger _logger;
    private readonly Offers _offers = new();
    private readonly CancellationTokenSource _leaving = new(); // neither has a timer, so there is nothing to dispose of
    private volatile CancellationTokenSource _renewing = new();
    private readonly Task<Refusal> _reading;
    private bool _isPaused;
    private string _waitsBecause = "";

    /// <param name="stand">Asked at each opening, also while a lease is worked on.</param>
    /// <param name="reveal">Told which trajectories audits wait for; must not wait.</param>
    public AttendanceGrpc(WorkUplinkGrpc work, PatientCalls patient, Func<CancellationToken, Task<Standing>> stand, Action<Reveal> reveal, ILogger logger, CancellationToken stopping)
    {
        (_work, _patient, _stand, _reveal, _logger) = (work, patient, stand, reveal, logger);
        _reading = ReadAsync(stopping);
    }

    /// <summary>Waits until an offer has become a lease. The lease before it is over then, whatever became of it.</summary>
    public async Task<WaitOutcome> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _offers.TakeAsync(cancellationToken) is { } offer)
            {
                if (await _work.ClaimAsync(offer, cancellationToken) is { } lease)
                    return new WaitOutcome.Leased(lease, offer.Stop.Token);
            }
            return new WaitOutcome.Refused(await _reading);
        }
        catch (RpcException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new WaitOutcome.Refused(error.ToRefusal());
        }
    }

    /// <summary>
    /// Opens the stream anew, because what it says of the worker has changed. For while a lease is held: then no offer is on its way, to
    /// get lost with the old stream.
    /// </summary>
    public void Renew() => _renewing.Cancel();

    /// <summary>Gives back at once what is offered and not claimed; a lease claimed lives on by its heartbeats.</summary>
    public async Task LeaveAsync()
    {
        await _leaving.CancelAsync();
        try
        {
            await _reading;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // It has left.
        }
    }

    public async ValueTask DisposeAsync() => await LeaveAsync();

    /// <summary>Stream after stream, until the coordinator refuses.</summary>
    private async Task<Refusal> ReadAsync(CancellationToken stopping)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stopping, _leaving.Token);
        try
        {
            while (true)
            {
                if (await ListenAsync(leaving.Token) is { } refusal)
                    return refusal;
                await _patient.ReturnAsync(leaving.Token);
            }
        }
        finally
        {
            _offers.End();
        }
    }

    /// <summary>One stream. Null when it ended, broke or is to be renewed; otherwise why it was refused.</summary>
    private async Task<Refusal?> ListenAsync(CancellationToken leaving)
    {
        var renewing = _renewing = new();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(leaving, renewing.Token);
        try
        {
            var standing = await _stand(leaving);
            using var notices = _work.Listen(standing, _offers.Ids, ending.Token);
            while (await notices.ResponseStream.MoveNext(ending.Token))
                await HearAsync(notices.ResponseStream.Current);
            return null;
        }
        catch (Exception error) when (FaultsGrpc.IsTransient(error, repeats: 0, leaving))
        {
            return null;
        }
        catch (RpcException error)
        {
            leaving.ThrowIfCancellationRequested();
            return error.ToRefusal();
        }
    }

    private async Task HearAsync(Notice notice)
    {
        NotePause(notice.Paused);
        NoteWaiting(notice.WaitsBecause);
        if (notice.OfferId.Length > 0)
            _offers.Bring(new(notice.OfferId, notice.CreditMflop, new()));
        if (notice.RevealLeaseId.Length > 0)
            _reveal(new(notice.RevealLeaseId, notice.RevealFence));
        if (notice.StopLeaseId.Length > 0)
            await _offers.StopAsync(notice.StopLeaseId);
    }

    private void NotePause(bool isPaused)
    {
        if (isPaused && !_isPaused)
            LogPaused();
        if (!isPaused && _isPaused)
            LogResumed();
        _isPaused = isPaused;
    }

    private void NoteWaiting(string reason)
    {
        if (reason.Length > 0 && reason != _waitsBecause)
            LogWaiting(reason);
        if (reason.Length == 0 && _waitsBecause.Length > 0)
            LogWaitingOver();
        _waitsBecause = reason;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting is over: work is sent here.")]
    private partial void LogWaitingOver();

    [LoggerMessage(Level = LogLevel.Information, Message = "Paused: no new work is sent here until the worker's owner or the operator resumes it.")]
    private partial void LogPaused();

    [LoggerMessage(Level = LogLevel.Information, Message = "Resumed: work is sent here again.")]
    private partial void LogResumed();
}
