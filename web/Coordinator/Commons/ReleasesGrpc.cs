using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Web.People;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>The open data at the coordinator.</summary>
internal sealed class ReleasesGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private static readonly TimeSpan OneRun = TimeSpan.FromMinutes(10);

    private readonly Wire.Releases.ReleasesClient _releases = new(channel);

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<ReleaseView>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await calls.AskAsync(options => _releases.ListAsync(new() { Limit = 100 }, options).ResponseAsync, cancellationToken)).Releases.Select(ToView)];

    /// <summary>Versions that hold the picture and are handed out, the newest first.</summary>
    public async Task<IReadOnlyList<string>> HoldingAsync(string jobId, CancellationToken cancellationToken) =>
        [.. (await calls.AskAsync(options => _releases.ListAsync(new() { Limit = 100, JobId = jobId }, options).ResponseAsync, cancellationToken)).Releases.Select(release => release.Version)];

    /// <summary>The release with its files, or why there is none.</summary>
    public async Task<(ReleaseView? Release, Refusal? Refusal)> FindAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            return (ToView(await calls.AskAsync(options => _releases.GetAsync(new() { Version = version }, options).ResponseAsync, cancellationToken)), null);
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return (null, refusal);
        }
    }

    /// <summary>Takes this person's pictures out of all that is released from now on.</summary>
    /// <returns>How many: what is not theirs, or not there, is passed over.</returns>
    public async Task<int> WithdrawAsync(Person person, IEnumerable<string> jobIds, CancellationToken cancellationToken)
    {
        try
        {
            return (await calls.AskAsync(person, options => _releases.WithdrawAsync(new() { JobIds = { jobIds } }, options).ResponseAsync, cancellationToken)).JobIds.Count;
        }
        catch (RpcException error) when (error.Refusal() is { Code: "job.unknown" })
        {
            return 0;
        }
    }

    /// <summary>Takes all pictures of a request out of what is released from now on, also those that are still to come.</summary>
    /// <returns>Why that was refused; null when it is so now.</returns>
    public async Task<Refusal?> WithdrawAsync(RequestClaim claim, Person? person, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(person, options => _releases.WithdrawOfRequestAsync(new() { RequestId = claim.RequestId, RequestKey = claim.Key }, options).ResponseAsync, cancellationToken);
            return null;
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return refusal;
        }
    }

    /// <summary>Later than this instant, or at it and behind this picture, oldest first.</summary>
    public Task<IReadOnlyList<TombstoneView>> TombstonesAsync(DateTimeOffset after, string behind, int limit, CancellationToken cancellationToken) =>
        TombstonesAsync(new() { AfterUs = Microseconds(after), AfterJobId = behind, Limit = limit }, cancellationToken);

    /// <summary>The newest first: earlier than this instant, or at it and behind this picture; the newest of all from the epoch on.</summary>
    public Task<IReadOnlyList<TombstoneView>> NewestTombstonesAsync(DateTimeOffset before, string behind, int limit, CancellationToken cancellationToken) =>
        TombstonesAsync(new() { AfterUs = Microseconds(before), AfterJobId = behind, Limit = limit, NewestFirst = true }, cancellationToken);

    /// <summary>A run of a file's bytes, chunk by chunk.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FetchAsync(string version, string path, long offset, int length, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var fetch = _releases.FetchFile(new() { Version = version, Path = path, Offset = offset, Length = length }, calls.Within(OneRun, cancellationToken));
        while (await CallsGrpc.GuardAsync(() => fetch.ResponseStream.MoveNext(cancellationToken), cancellationToken))
            yield return fetch.ResponseStream.Current.Data.Memory;
    }

    private async Task<IReadOnlyList<TombstoneView>> TombstonesAsync(Wire.ListTombstonesRequest question, CancellationToken cancellationToken)
    {
        var answer = await calls.AskAsync(options => _releases.ListTombstonesAsync(question, options).ResponseAsync, cancellationToken);
        return [.. answer.Tombstones.Select(one => new TombstoneView(one.JobId, Instant(one.AtUs), one.ReasonCode))];
    }

    private static ReleaseView ToView(Wire.ReleaseView release) => new(
        release.Version, release.Kind == Wire.ReleaseKind.Monthly, StateOf(release.State), Instant(release.BoundUs), release.PublishedAtUs == 0 ? null : Instant(release.PublishedAtUs),
        release.Pictures, release.Done, release.Bytes, [.. release.Files.Select(file => new ReleaseFileView(file.Path, file.Bytes, file.Sha256))]);

    private static string StateOf(Wire.ReleaseState state) => state switch
    {
        Wire.ReleaseState.Building => "building",
        Wire.ReleaseState.Published => "published",
        Wire.ReleaseState.Superseded => "superseded",
        _ => "withdrawn",
    };

    private static long Microseconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
