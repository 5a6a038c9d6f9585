using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Joining;

/// <summary>What a grid said of itself.</summary>
/// <param name="Manifests">Of each bundle, as JSON; the first is the default.</param>
/// <param name="Version">Of its coordinator, such as "0.1.0"; empty when it does not say.</param>
/// <param name="ClockAhead">How far this machine's clock is ahead of the grid's, to the second; null when the grid does not say.</param>
internal sealed record GridSight(IReadOnlyList<string> Manifests, string Version, TimeSpan? ClockAhead);

/// <summary>Whose key it is.</summary>
/// <param name="Role">Such as "person", "worker", "referee" or "operator".</param>
internal sealed record KeyOwner(string Name, string Role);

/// <summary>Looks at a grid once, without patience, and changes nothing there: for people who wait for the answer.</summary>
internal sealed class GridVisitGrpc(Models.ModelsClient models, Accounts.AccountsClient accounts, LinkUplinkGrpc link, CallsGrpc calls, TimeProvider time)
{
    private const string VersionHeader = "laiongrid-version";

    /// <summary>Joining there by a code.</summary>
    public LinkUplinkGrpc Link => link;

    /// <summary>What the grid says; otherwise in words why it was not reached.</summary>
    public async Task<(GridSight? Sight, string Problem)> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var asked = time.GetTimestamp();
            using var call = models.ListBundlesAsync(new(), calls.As("", cancellationToken));
            var headers = await call.ResponseHeadersAsync;
            var now = time.GetUtcNow() - (time.GetElapsedTime(asked) / 2); // the grid read its clock somewhere on the way
            var listed = await call;
            return (new([.. listed.Bundles.Select(bundle => JsonFormatter.Default.Format(bundle))], headers.GetValue(VersionHeader) ?? "", now - DateIn(headers)), "");
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, FaultsGrpc.Describe(error));
        }
    }

    /// <summary>Whose key this is; otherwise why nobody knows.</summary>
    public async Task<(KeyOwner? Owner, Refusal? Refusal)> WhoAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var who = await accounts.WhoAmIAsync(new(), calls.As(key, cancellationToken));
            return (new(who.Name, who.Role), null);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, error.ToRefusal());
        }
    }

    private static DateTimeOffset? DateIn(Metadata headers) =>
        DateTimeOffset.TryParseExact(headers.GetValue("date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
