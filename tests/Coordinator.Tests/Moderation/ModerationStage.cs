using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Tests.Verification;
using LaionGrid.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LaionGrid.Coordinator.Tests.Moderation;

/// <summary>A running grid with a person who asks, a moderator and an operator, each proved by a site, and a worker whose pictures need no audit.</summary>
internal sealed class ModerationStage : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly WorkerClient _worker;
    private readonly string _asker;
    private readonly string _moderator;
    private int _asks;

    private ModerationStage(CoordinatorUnderTest grid, GrpcChannel channel, WorkerClient worker, string asker, string moderator)
    {
        (Grid, _channel, _worker, _asker, _moderator) = (grid, channel, worker, asker, moderator);
        (Requests, Moderation) = (new(channel), new(channel));
    }

    public CoordinatorUnderTest Grid { get; }

    public Requests.RequestsClient Requests { get; }

    public Contracts.V1.Moderation.ModerationClient Moderation { get; }

    public static Task<ModerationStage> StartAsync(DatabaseKind kind, params string[] settings) => StartAsync(kind, NeverDrawn.Use, settings);

    /// <summary>The same by a clock that stands still.</summary>
    public static Task<ModerationStage> StartAtAnInstantAsync(DatabaseKind kind) => StartAsync(kind, services =>
    {
        NeverDrawn.Use(services);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ManualTime()));
    });

    private static async Task<ModerationStage> StartAsync(DatabaseKind kind, Action<IServiceCollection> adjust, params string[] settings)
    {
        var grid = await CoordinatorUnderTest.StartAsync(kind, adjust, [.. NeverDrawn.Settings, .. settings]);
        var channel = grid.Channel();
        var accounts = new Contracts.V1.Accounts.AccountsClient(channel);
        var asker = await accounts.RegisterAsync(new() { PersonId = "person-1", Name = "Ada" }, grid.Site.ProveSite());
        var moderator = await accounts.RegisterAsync(new() { PersonId = "person-2", Name = "Mod" }, grid.Site.ProveSite());
        return new(grid, channel, await WorkerClient.EnrollAsync(grid, "worker"), asker.AccountId, moderator.AccountId);
    }

    public Metadata Asker => Grid.Site.Prove(_asker);

    public Metadata Moderator => Grid.Site.Prove(_moderator, "moderator");

    public Metadata Operator => Grid.Site.Prove(_moderator, "operator");

    /// <summary>Asks and renders one picture.</summary>
    /// <param name="asker">Null for somebody without a key.</param>
    public async Task<RequestView> RenderAsync(byte shade, Metadata? asker = null, PictureScores? scores = null)
    {
        var request = (await Requests.SubmitAsync(new() { RequestKey = $"ask-{++_asks}", Settings = new() { Prompt = "a boat" }, Count = 1, Seed = _asks }, asker)).Request;
        await _worker.DeliverAsync(await _worker.ClaimAsync(), shade, scores);
        return await Requests.GetAsync(new() { RequestId = request.RequestId });
    }

    public async Task<byte[]> FetchAsync(string job, Metadata? caller = null)
    {
        using var call = Requests.FetchPicture(new() { JobId = job }, caller);
        var bytes = new List<byte>();
        await foreach (var chunk in call.ResponseStream.ReadAllAsync())
            bytes.AddRange(chunk.Data);
        return [.. bytes];
    }

    public async Task<IReadOnlyList<string>> ListedAsync(params PictureCheck[] checks) =>
        [.. (await Requests.ListPicturesAsync(new() { Checks = { checks } })).Pictures.Select(picture => picture.Job.JobId)];

    public static async Task<(RefusalKind Kind, string Code)> RefusedAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        var refusal = Refusal.Parser.ParseFrom(error.Trailers.GetValueBytes("laiongrid-refusal-bin"));
        return (refusal.Kind, refusal.Code);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Grid.DisposeAsync();
    }
}
