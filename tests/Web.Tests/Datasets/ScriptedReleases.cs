using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Datasets;

/// <summary>One release, one that is withdrawn, and one that is being built; and what is gone.</summary>
internal sealed class ScriptedReleases(Script script) : Releases.ReleasesBase
{
    public const string Description = """{"name":"</script><script>alert(1)</script>","url":"https://grid.example/?a&b"}""";

    public static byte[] Shard { get; } = [.. Enumerable.Range(0, 100_000).Select(index => (byte)(index % 251))];

    private static readonly Dictionary<string, byte[]> Files = new() { ["croissant.json"] = System.Text.Encoding.UTF8.GetBytes(Description), ["shards/laiongrid-2026-11-000000.tar"] = Shard };

    public override Task<ListReleasesResponse> List(ListReleasesRequest request, ServerCallContext context) => Task.FromResult(request.JobId.Length > 0 ? new() { Releases = { script.HoldingReleases.Select(version => new ReleaseView { Version = version }) } } : new ListReleasesResponse
    {
        Releases =
        {
            script.Explorers.Select(pair => ViewOf(pair.Key, pair.Value)),
            new ReleaseView { Version = "2026-12-10", Kind = ReleaseKind.Daily, State = ReleaseState.Building, Pictures = 2000, Done = 500 },
            new ReleaseView { Version = "2026-11", Kind = ReleaseKind.Monthly, State = ReleaseState.Published, Pictures = 12_345, Bytes = 4_200_000 },
            new ReleaseView { Version = "2026-10", Kind = ReleaseKind.Monthly, State = ReleaseState.Withdrawn, Pictures = 1 },
        },
    });

    public override Task<ReleaseView> Get(GetReleaseRequest request, ServerCallContext context) => request.Version switch
    {
        _ when script.Explorers.TryGetValue(request.Version, out var explorer) => Task.FromResult(ViewOf(request.Version, explorer)),
        "2026-11" => Task.FromResult(new ReleaseView
        {
            Version = "2026-11", Kind = ReleaseKind.Monthly, State = ReleaseState.Published, Pictures = 12_345, Bytes = 4_200_000,
            Files = { Files.Select(file => new ReleaseFileView { Path = file.Key, Bytes = file.Value.Length, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Value)) }) },
        }),
        "2026-10" => throw Refused(StatusCode.FailedPrecondition, new() { Kind = RefusalKind.Gone, Code = "release.withdrawn", Message = "This release is not handed out any more." }),
        _ => throw Refused(StatusCode.NotFound, new() { Kind = RefusalKind.NotFound, Code = "release.unknown", Message = "There is no such release." }),
    };

    /// <summary>All but those of a name that begins with "other".</summary>
    public override Task<WithdrawResponse> Withdraw(WithdrawRequest request, ServerCallContext context)
    {
        Assert.StartsWith("Person ", context.RequestHeaders.GetValue("authorization"), StringComparison.Ordinal);
        var own = request.JobIds.Where(id => !id.StartsWith("other", StringComparison.Ordinal)).ToList();
        return own.Count > 0 ? Task.FromResult(new WithdrawResponse { JobIds = { own } }) : throw Refused(StatusCode.NotFound, new() { Kind = RefusalKind.NotFound, Code = "job.unknown", Message = "There is no such picture here." });
    }

    public override Task<WithdrawResponse> WithdrawOfRequest(WithdrawOfRequestRequest request, ServerCallContext context)
    {
        if (script.ChangeRefusal is { } refusal)
            throw Refused(StatusCode.PermissionDenied, refusal);
        script.Withdrawn.Add((request.RequestId, request.RequestKey));
        return Task.FromResult(new WithdrawResponse { JobIds = { "job-0" } });
    }

    private static ReleaseView ViewOf(string version, byte[]? explorer) => new()
    {
        Version = version, Kind = ReleaseKind.Daily, State = explorer is null ? ReleaseState.Withdrawn : ReleaseState.Published,
        Files = { explorer is null ? [] : [new ReleaseFileView { Path = "explorer.sqlite", Bytes = explorer.Length, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(explorer)) }] },
    };

    public override async Task FetchFile(FetchReleaseFileRequest request, IServerStreamWriter<FileChunk> responseStream, ServerCallContext context)
    {
        var bytes = (script.Explorers.GetValueOrDefault(request.Version) ?? Files[request.Path]).Skip((int)request.Offset).Take(request.Length).ToArray();
        foreach (var chunk in bytes.Chunk(30_000))
            await responseStream.WriteAsync(new() { Data = ByteString.CopyFrom(chunk) });
    }

    public override Task<ListTombstonesResponse> ListTombstones(ListTombstonesRequest request, ServerCallContext context)
    {
        var all = Enumerable.Range(0, 1001).Select(index => new TombstoneView { JobId = index.ToString("x32", null), AtUs = 1_780_000_000_000_000 + (index / 2), ReasonCode = "withdrawn" })
            .Concat(script.Gone.Select((one, index) => new TombstoneView { JobId = one.Uid, AtUs = 1_780_000_000_010_000 + index, ReasonCode = one.Reason }));
        if (request.NewestFirst)
        {
            script.MostTombstones = Math.Max(script.MostTombstones, request.Limit);
            var earlier = all.Reverse().Where(one => request.AfterUs == 0 || one.AtUs < request.AfterUs || (one.AtUs == request.AfterUs && string.CompareOrdinal(one.JobId, request.AfterJobId) < 0));
            return Task.FromResult(new ListTombstonesResponse { Tombstones = { earlier.Take(request.Limit) } });
        }
        var later = all.Where(one => one.AtUs > request.AfterUs || (one.AtUs == request.AfterUs && string.CompareOrdinal(one.JobId, request.AfterJobId) > 0 && request.AfterJobId.Length > 0));
        return Task.FromResult(new ListTombstonesResponse { Tombstones = { later.Take(request.Limit) } });
    }

    private static RpcException Refused(StatusCode status, Refusal refusal) => new(new Status(status, refusal.Message), new Metadata { { "laiongrid-refusal-bin", refusal.ToByteArray() } });
}
