using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Joining;

/// <summary>A code that a person is to confirm at the grid's site.</summary>
/// <param name="Page">Where; empty when the grid does not say.</param>
internal sealed record WaitingCode(string Code, string Secret, TimeSpan Lasts, TimeSpan PollEvery, string Page);

/// <summary>What became of a code.</summary>
/// <param name="Key">Lets this machine join as the person; empty when it may not.</param>
/// <param name="AccountName">Who said yes.</param>
internal sealed record AnsweredCode(string Key, string AccountName);

/// <summary>Joining by a code, for an owner who waits.</summary>
internal sealed class LinkUplinkGrpc(Links.LinksClient links, CallsGrpc calls, TimeProvider time)
{
    /// <returns>The code; otherwise in words why there is none.</returns>
    public async Task<(WaitingCode? Code, string Problem)> BeginAsync(string machineName, CancellationToken cancellationToken)
    {
        try
        {
            var begun = await links.BeginAsync(new() { MachineName = machineName }, calls.As("", cancellationToken));
            return (new(begun.Code, begun.Secret, TimeSpan.FromSeconds(begun.ExpiresInSeconds), TimeSpan.FromSeconds(Math.Max(begun.PollSeconds, 1)), begun.Page), "");
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, FaultsGrpc.Describe(error));
        }
    }

    /// <summary>Asks until somebody has answered.</summary>
    /// <returns>Null when the code is over.</returns>
    public async Task<AnsweredCode?> WaitAsync(WaitingCode code, CancellationToken cancellationToken)
    {
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < code.Lasts; await Task.Delay(code.PollEvery, time, cancellationToken))
        {
            var (answer, isOver) = await PollAsync(code.Secret, cancellationToken);
            if (answer is { State: LinkState.Confirmed })
                return new(answer.Key, answer.AccountName);
            if (answer is { State: LinkState.Refused })
                return new("", "");
            if (isOver)
                return null;
        }
        return null;
    }

    /// <summary>A grid that is away for a moment is asked again; one that does not know the code any more is not.</summary>
    private async Task<(PollLinkResponse? Answer, bool IsOver)> PollAsync(string secret, CancellationToken cancellationToken)
    {
        try
        {
            return (await links.PollAsync(new() { Secret = secret }, calls.As("", cancellationToken)), false);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, error is RpcException { StatusCode: StatusCode.NotFound });
        }
    }
}
