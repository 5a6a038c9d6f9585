using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>A lease as its worker knows it.</summary>
internal sealed record Held(WorkerClient Worker, string JobId, LeaseToken Token, Lease Lease);

/// <summary>
/// A running grid that stands still: two people, workers with a lease in each state an attempt can be in, no job in the queue, and
/// leases too long to lapse. Whatever changes in it was changed by a call.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    public const byte Shade = 9;

    public static readonly byte[] Png = PaintedPng.Of(16, 16, Shade);

    private readonly RawClient _client;
    private int _asks;
    private bool _isDisposed;

    private Scene(CoordinatorUnderTest grid, ErrorLog errors) => (Grid, Errors, _client) = (grid, errors, new RawClient(grid.Address));

    public CoordinatorUnderTest Grid { get; }

    public ErrorLog Errors { get; }

    public required string Ada { get; init; }

    public required string Bob { get; init; }

    /// <summary>A key that Ada had.</summary>
    public required string Revoked { get; init; }

    public string Operator => Grid.OperatorKey;

    /// <summary>Attends and is offered nothing, for nothing waits.</summary>
    public required WorkerClient Idle { get; init; }

    /// <summary>Leased; nothing uploaded.</summary>
    public Held Fresh { get; private set; } = null!; // SetUpAsync sets all of these

    /// <summary>Leased; <see cref="Png"/> uploaded.</summary>
    public Held Uploaded { get; private set; } = null!;

    /// <summary>Completed with <see cref="Png"/>; a referee checks it.</summary>
    public Held Finished { get; private set; } = null!;

    /// <summary>The referee's lease on <see cref="Finished"/>.</summary>
    public Held Recheck { get; private set; } = null!;

    /// <summary>Given back by its worker.</summary>
    public Held GivenBack { get; private set; } = null!;

    /// <summary>Its request was cancelled while it rendered.</summary>
    public Held Stopped { get; private set; } = null!;

    /// <summary>Ada's request, whose job <see cref="Fresh"/> renders.</summary>
    public string OpenRequest { get; private set; } = "";

    /// <summary>A request whose only job is cancelled.</summary>
    public string EndedRequest { get; private set; } = "";

    public static async Task<Scene> StartAsync(DatabaseKind kind)
    {
        var errors = new ErrorLog();
        var grid = await CoordinatorUnderTest.StartAsync(
            kind, services => services.AddSingleton<ILoggerProvider>(errors), "--Logging:LogLevel:LaionGrid", "Error", "--Leases:Seconds", "3600", "--Leases:SecondAttempts", "false", "--Leases:OfferSeconds", "60", "--Verification:ProvingAudits", "100", "--Sources:AreTaken", "true");
        var (ada, bob) = (await JoinAsync(grid, "Ada"), await JoinAsync(grid, "Bob"));
        await FoundAsync(grid, bob, "Waders");
        var scene = new Scene(grid, errors) { Ada = ada, Bob = bob, Revoked = await RevokeOneAsync(grid, ada), Idle = await WorkerClient.EnrollAsync(grid, "finch") };
        await scene.SetUpAsync();
        return scene;
    }

    /// <summary>Sends it and waits for the end; a stream of offers that was let in is ended again, and counts as answered.</summary>
    public Task<Answer> CallAsync(Rpc rpc, string? authorization, IReadOnlyList<byte[]> messages) =>
        rpc.Name == "Work/Attend" ? AttendAsync(rpc, authorization, messages) : _client.CallAsync(rpc, authorization, messages);

    /// <summary>Queues one picture for Ada.</summary>
    public async Task<string> AskAsync()
    {
        using var channel = Grid.Channel(Ada);
        var answer = await new Requests.RequestsClient(channel).SubmitAsync(new() { RequestKey = $"ask-{++_asks}", Settings = new() { Prompt = "a boat" }, Count = 1, Seed = _asks });
        return answer.Request.RequestId;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        _client.Dispose();
        await Grid.DisposeAsync();
    }

    /// <summary>A new stream replaces the worker's old one, so of two at once the one that is let in first ends first.</summary>
    private async Task<Answer> AttendAsync(Rpc rpc, string? authorization, IReadOnlyList<byte[]> messages)
    {
        using var ending = new CancellationTokenSource();
        var asked = _client.CallAsync(rpc, authorization, messages, cancellationToken: ending.Token);
        var second = _client.CallAsync(rpc, authorization, [[]], cancellationToken: ending.Token);
        var isSecondReplaced = await Task.WhenAny(asked, second) == second && (await second).Refusal is null;
        var answer = isSecondReplaced ? await second : await asked;
        await ending.CancelAsync();
        await Task.WhenAll(asked, second);
        return answer;
    }

    private async Task SetUpAsync()
    {
        var referee = await WorkerClient.EnrollAsync(Grid, "judge", WorkerRole.Referee);
        Finished = await ClaimAsync("tern");
        await Finished.Worker.DeliverAsync(Finished.Lease, Shade);
        Recheck = Of(referee, await referee.ClaimAsync());
        Uploaded = await ClaimAsync("wren");
        await Uploaded.Worker.UploadAsync(Uploaded.Lease, Png);
        GivenBack = await ClaimAsync("heron");
        await GivenBack.Worker.Work.FailAsync(new() { Lease = GivenBack.Token, Reason = FailReason.GivenBack });
        await CancelAsync(OpenRequest);
        Stopped = await ClaimAsync("robin");
        await CancelAsync(EndedRequest = OpenRequest);
        Fresh = await ClaimAsync("lark");
    }

    private async Task<Held> ClaimAsync(string name)
    {
        var worker = await WorkerClient.EnrollAsync(Grid, name);
        OpenRequest = await AskAsync();
        return Of(worker, await worker.ClaimAsync());
    }

    private async Task CancelAsync(string request)
    {
        using var channel = Grid.Channel(Ada);
        await new Requests.RequestsClient(channel).CancelAsync(new() { RequestId = request });
    }

    private static Held Of(WorkerClient worker, Lease lease) => new(worker, lease.Render?.JobId ?? "", WorkerClient.Token(lease), lease);

    private static async Task FoundAsync(CoordinatorUnderTest grid, string key, string team)
    {
        using var channel = grid.Channel(key);
        await new Teams.TeamsClient(channel).CreateAsync(new() { Name = team });
    }

    private static async Task<string> JoinAsync(CoordinatorUnderTest grid, string name)
    {
        using var channel = grid.Channel();
        return (await new Contracts.V1.Accounts.AccountsClient(channel).CreateAsync(new() { Name = name })).Key;
    }

    private static async Task<string> RevokeOneAsync(CoordinatorUnderTest grid, string key)
    {
        using var channel = grid.Channel(key);
        var accounts = new Contracts.V1.Accounts.AccountsClient(channel);
        var made = await accounts.CreateKeyAsync(new());
        await accounts.RevokeKeyAsync(new() { KeyPrefix = made.KeyPrefix });
        return made.Key;
    }
}
