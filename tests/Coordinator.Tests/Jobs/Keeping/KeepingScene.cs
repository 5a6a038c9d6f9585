using Google.Protobuf;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Tests.Hostile;
using LaionGrid.Coordinator.Tests.Verification;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using JobState = LaionGrid.Contracts.V1.JobState;
using Visibility = LaionGrid.Contracts.V1.Visibility;

namespace LaionGrid.Coordinator.Tests.Jobs.Keeping;

/// <summary>A picture as its person knows it.</summary>
internal sealed record Kept(string JobId, string RequestId, string Sha256);

/// <summary>A running grid in which Ada asks, a machine of Bob's renders at once, and Cleo is a stranger.</summary>
internal sealed class KeepingScene : IAsyncDisposable
{
    private readonly RawClient _client;
    private readonly WorkerClient _worker;
    private readonly WorkerClient _referee;
    private byte _shade;

    private KeepingScene(CoordinatorUnderTest grid, WorkerClient worker, WorkerClient referee) => (Grid, _worker, _referee, _client) = (grid, worker, referee, new(grid.Address));

    public CoordinatorUnderTest Grid { get; }

    public required string Ada { get; init; }

    public required string Cleo { get; init; }

    /// <summary>The callers there are, by name; null is nobody's key.</summary>
    public IReadOnlyDictionary<string, string?> Callers => new Dictionary<string, string?>
    {
        ["nobody"] = null, ["owner"] = Ada, ["stranger"] = Cleo, ["machine"] = _worker.Key, ["operator"] = Grid.OperatorKey,
    };

    /// <param name="proving">Audits that a worker passes before it is trusted; with none most pictures are done at once.</param>
    public static async Task<KeepingScene> StartAsync(DatabaseKind kind, int proving = 0)
    {
        var grid = await CoordinatorUnderTest.StartAsync(kind, NeverDrawn.Use, [.. NeverDrawn.Settings, "--Verification:ProvingAudits", $"{proving}"]);
        var (worker, referee) = (await WorkerClient.EnrollAsync(grid, "tern"), await WorkerClient.EnrollAsync(grid, "judge", WorkerRole.Referee));
        return new(grid, worker, referee) { Ada = await JoinAsync(grid, "Ada"), Cleo = await JoinAsync(grid, "Cleo") };
    }

    public async Task<RequestView> AskAsync(string? key, Visibility visibility, int count = 1, string prompt = "a boat", string remixOf = "")
    {
        using var channel = Grid.Channel(key);
        var ask = new Contracts.V1.SubmitRequest { RequestKey = $"{Guid.NewGuid():N}", Settings = new() { Prompt = prompt }, Count = count, Visibility = visibility, RemixOf = remixOf };
        return (await new Requests.RequestsClient(channel).SubmitAsync(ask)).Request;
    }

    /// <summary>Asks, renders and gives back what came of the first picture.</summary>
    public async Task<Kept> PictureAsync(string? key, Visibility visibility, string prompt = "a boat", string remixOf = "") =>
        (await RenderAsync(await AskAsync(key, visibility, prompt: prompt, remixOf: remixOf), key))[0];

    /// <summary>Renders all of the queue, which is this request, and has audited what is drawn.</summary>
    public async Task<IReadOnlyList<Kept>> RenderAsync(RequestView request, string? key)
    {
        foreach (var _ in request.Jobs)
        {
            await RenderNextAsync();
            if ((await ViewAsync(request, key)).Jobs.Any(job => job.State == JobState.Rendered))
                await JudgeAsync();
        }
        return [.. (await ViewAsync(request, key)).Jobs.Select(job => new Kept(job.JobId, request.RequestId, job.PictureSha256))];
    }

    public async Task RenderNextAsync() => await _worker.DeliverAsync(await _worker.ClaimAsync(), ++_shade);

    /// <summary>A referee checks the last picture.</summary>
    public async Task JudgeAsync()
    {
        await _referee.DeliverAsync(await _referee.ClaimAsync(), _shade);
        await Grid.UntilAsync(async db => !await db.Jobs.AnyAsync(job => job.State == Coordinator.Jobs.JobState.Rendered), TimeSpan.FromSeconds(30));
    }

    private Task<RequestView> ViewAsync(RequestView request, string? key) => ReadAsync<RequestView>("Requests/Get", key, new GetRequest { RequestId = request.RequestId });

    public async Task DeleteAsync(params string[] jobIds)
    {
        using var channel = Grid.Channel(Ada);
        await new Pictures.PicturesClient(channel).DeleteAsync(new() { JobIds = { jobIds } });
    }

    public async Task ChangeAsync(Visibility visibility, params string[] jobIds)
    {
        using var channel = Grid.Channel(Ada);
        await new Pictures.PicturesClient(channel).ChangeVisibilityAsync(new() { JobIds = { jobIds }, Visibility = visibility });
    }

    public Task<Answer> CallAsync(string rpc, string? key, IMessage message) => _client.CallAsync(Rpc.Named(rpc), key is null ? null : RawClient.Bearer(key), [message.ToByteArray()]);

    /// <summary>The one message of an answer that is right.</summary>
    public async Task<T> ReadAsync<T>(string rpc, string? key, IMessage message) where T : IMessage<T>, new()
    {
        var answer = await CallAsync(rpc, key, message);
        Assert.True(answer.Status == Grpc.Core.StatusCode.OK, answer.ToString());
        return new MessageParser<T>(() => new()).ParseFrom(answer.Messages[0]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Grid.DisposeAsync();
    }

    private static async Task<string> JoinAsync(CoordinatorUnderTest grid, string name)
    {
        using var channel = grid.Channel();
        return (await new Contracts.V1.Accounts.AccountsClient(channel).CreateAsync(new() { Name = name })).Key;
    }
}
