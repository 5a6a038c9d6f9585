using System.Text;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>The log as files that anyone may fetch and keep, laid out as C2SP's tlog-tiles. No key is asked for: nothing here is anybody's secret.</summary>
internal static class LogHttp
{
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string ForNow = "no-cache";

    public static void MapPublicLog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/log/checkpoint", SendCheckpointAsync);
        routes.MapGet("/log/key", (LogSecret secret, HttpContext context) => Text(context, $"{secret.Key.Text}\n"));
        routes.MapGet("/log/tile/{**rest}", SendTileAsync);
        routes.MapGet("/log/balances", SendBalancesAsync);
    }

    private static async Task<IResult> SendCheckpointAsync(ReadLog log, HttpContext context, CancellationToken cancellationToken) => await log.HeadAsync(cancellationToken) is { } head
        ? Text(context, head.Checkpoint)
        : Missing("log.not_begun: The log has no checkpoint yet. It gets one some seconds after the coordinator's first start.");

    private static async Task<IResult> SendTileAsync(string rest, ReadLog log, HttpContext context, CancellationToken cancellationToken)
    {
        if (TileName.Parse($"tile/{rest}") is not { } name)
            return Missing("tile.unknown: This is no name of a tile. They look like tile/0/x001/234, tile/0/000.p/17 and tile/entries/000.p/17.");
        if (await log.TileAsync(name, cancellationToken) is not { } bytes)
            return Missing("tile.unknown: The log has no such tile, or not as much of it. Its checkpoint says how large it is.");
        context.Response.Headers.CacheControl = ForEver;
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }

    private static async Task<IResult> SendBalancesAsync(PublishedBalances balances, HttpContext context, CancellationToken cancellationToken, string after = "")
    {
        if ((after.Length == 0 ? default(AccountId) : Ids.Read<AccountId>(after)) is not { } owner)
            return TypedResults.Text("after.invalid: \"after\" is the 32 hex digits of the last owner on the page before, or left out.\n", statusCode: StatusCodes.Status400BadRequest);
        return Text(context, await balances.PageAsync(owner, cancellationToken));
    }

    private static ContentHttpResult Text(HttpContext context, string text)
    {
        context.Response.Headers.CacheControl = ForNow;
        return TypedResults.Text(text, "text/plain", Encoding.UTF8);
    }

    private static ContentHttpResult Missing(string text) => TypedResults.Text($"{text}\n", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
}
