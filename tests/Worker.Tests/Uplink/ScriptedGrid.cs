using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Tests.Loop;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Auditing;
using LaionGrid.Worker.Uplink.Joining;
using LaionGrid.Worker.Uplink.Leases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using FailReason = LaionGrid.Contracts.V1.FailReason;
using Lease = LaionGrid.Contracts.V1.Lease;
using Refusal = LaionGrid.Contracts.V1.Refusal;

namespace LaionGrid.Worker.Tests.Uplink;

/// <summary>A coordinator that answers as a test says, over a real connection; and the worker's uplink to it, with tiny pauses.</summary>
internal sealed class ScriptedGrid : IAsyncDisposable
{
    private WebApplication? _app;
    private ServiceProvider? _uplink;

    public Func<int, FetchFileRequest, IServerStreamWriter<FileChunk>, ServerCallContext, Task> OnFetch { get; set; } = (_, _, _, _) => Task.CompletedTask;

    public Func<int, IAsyncStreamReader<UploadChunk>, Task<UploadResponse>> OnUpload { get; set; } = (_, _) => Task.FromResult(new UploadResponse());

    /// <summary>By default the lease that was offered, of a picture with <see cref="ScriptedModels.Bundle"/>.</summary>
    public Func<int, ClaimRequest, Lease> OnClaim { get; set; } = (_, request) => LeaseOf(request.OfferId);

    public Func<int, HeartbeatRequest, HeartbeatResponse> OnHeartbeat { get; set; } = (_, _) => new();

    /// <summary>Of the one file of its bundle, which has none by default.</summary>
    public long? BundleBytes { get; init; }

    public FailReason FailedBecause { get; set; }

    public ScriptedStream Stream { get; } = new();

    /// <summary>Where Complete's calls arrive.</summary>
    public Channel<CompleteRequest> Completed { get; } = Channel.CreateUnbounded<CompleteRequest>();

    public LogLines Log { get; } = new();

    public int Fetches { get; set; }

    public int Uploads { get; set; }

    public int Claims { get; set; }

    public int Heartbeats { get; set; }

    public int Fails { get; set; }

    /// <summary>Where Fail's calls arrive.</summary>
    public Channel<FailRequest> Failed { get; } = Channel.CreateUnbounded<FailRequest>();

    public string Address => (_app ?? throw new InvalidOperationException("Not started.")).Urls.Single();

    public WorkUplinkGrpc Work => Get<WorkUplinkGrpc>();

    public ModelsUplinkGrpc Models => Get<ModelsUplinkGrpc>();

    public AuditsUplinkGrpc Audits => Get<AuditsUplinkGrpc>();

    /// <summary>Leases whose trajectories were told.</summary>
    public List<string> Revealed { get; } = [];

    public VerdictsUplinkGrpc Verdicts => Get<VerdictsUplinkGrpc>();

    public AccountUplinkGrpc Accounts => Get<AccountUplinkGrpc>();

    /// <summary>What the board shows of each account; null when it does not answer.</summary>
    public BoardRow? Standing { get; init; }

    public List<string> AccountsAsked { get; } = [];

    /// <summary>What was decided, in the order of time.</summary>
    public List<WorkerVerdict> Decided { get; } = [];

    public static RpcException Refuse(StatusCode status, string code) =>
        new(new Status(status, "No."), new Metadata { { "laiongrid-refusal-bin", new Refusal { Code = code, Message = "No." }.ToByteArray() } });

    /// <summary>A lease whose heartbeats are due when the test is long over.</summary>
    public static Lease LeaseOf(string id)
    {
        var settings = new RenderSettings { BundleId = ScriptedModels.Bundle, Prompt = "a boat", Width = 16, Height = 16, Steps = 4, Sampler = Sampler.Ddim };
        return new() { LeaseId = id, Fence = 1, HeartbeatMs = 600_000, Render = new() { Settings = settings } };
    }

    public async Task<ScriptedGrid> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this).AddSingleton<ScriptedWork>().AddSingleton<ScriptedModels>().AddSingleton<ScriptedFleet>().AddSingleton<ScriptedBoard>().AddSingleton<ScriptedAudits>();
        _app = builder.Build();
        _app.MapGrpcService<ScriptedWork>();
        _app.MapGrpcService<ScriptedModels>();
        _app.MapGrpcService<ScriptedFleet>();
        _app.MapGrpcService<ScriptedBoard>();
        _app.MapGrpcService<ScriptedAudits>();
        await _app.StartAsync();
        var tiny = new UplinkOptions
        {
            FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5), Return = TimeSpan.FromMilliseconds(1), ShortDeadline = WorkerUnderTest.Soon,
        };
        _uplink = new ServiceCollection().AddLogging(logging => logging.AddProvider(Log)).AddSingleton(TimeProvider.System)
            .AddUplink(new Uri(Address)).AddSingleton(tiny).BuildServiceProvider();
        return this;
    }

    public async Task<FailRequest> FailedAsync() => await Failed.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    public async Task<CompleteRequest> CompletedAsync() => await Completed.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    public async ValueTask DisposeAsync()
    {
        if (_uplink is not null)
            await _uplink.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
        Stream.Dispose();
    }

    private T Get<T>() where T : notnull => (_uplink ?? throw new InvalidOperationException("Not started.")).GetRequiredService<T>();
}

internal sealed class ScriptedModels(ScriptedGrid script) : Models.ModelsBase
{
    public const string Bundle = "nothing";

    /// <summary>A bundle without files is on disk as soon as its manifest is.</summary>
    public override Task<ListBundlesResponse> ListBundles(ListBundlesRequest request, ServerCallContext context)
    {
        var bundle = new Contracts.V1.Bundle { Id = Bundle, Version = 1 };
        if (script.BundleBytes is { } bytes)
            bundle.Files.Add(new BundleFile { Path = "weights.bin", Bytes = bytes, Sha256 = new('0', 64) });
        return Task.FromResult(new ListBundlesResponse { Bundles = { bundle } });
    }

    public override Task FetchFile(FetchFileRequest request, IServerStreamWriter<FileChunk> responseStream, ServerCallContext context) =>
        script.OnFetch(script.Fetches++, request, responseStream, context);
}

internal sealed class ScriptedFleet : Fleet.FleetBase
{
    public override Task<EnrollResponse> Enroll(EnrollRequest request, ServerCallContext context) =>
        Task.FromResult(new EnrollResponse { WorkerId = "1", WorkerName = "lark", ContributorName = "Ada", WorkerKey = "key" });

    public override Task<ReportResponse> Report(ReportRequest request, ServerCallContext context) => Task.FromResult(new ReportResponse());
}

internal sealed class ScriptedWork(ScriptedGrid script) : Work.WorkBase
{
    public override Task Attend(AttendRequest request, IServerStreamWriter<Notice> responseStream, ServerCallContext context) =>
        script.Stream.RunAsync(request, responseStream, context);

    public override Task<Lease> Claim(ClaimRequest request, ServerCallContext context) => Task.FromResult(script.OnClaim(script.Claims++, request));

    public override Task<HeartbeatResponse> Heartbeat(HeartbeatRequest request, ServerCallContext context) =>
        Task.FromResult(script.OnHeartbeat(script.Heartbeats++, request));

    public override Task<UploadResponse> Upload(IAsyncStreamReader<UploadChunk> requestStream, ServerCallContext context) =>
        script.OnUpload(script.Uploads++, requestStream);

    public override async Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        await script.Completed.Writer.WriteAsync(request);
        return new();
    }

    public override Task<ListVerdictsResponse> ListVerdicts(ListVerdictsRequest request, ServerCallContext context) => Task.FromResult(new ListVerdictsResponse
    {
        Verdicts = { script.Decided.Where(one => (one.VerdictAtUs, one.LeaseId).CompareTo((request.AfterUs, request.AfterLeaseId)) > 0).Take(request.Limit) },
    });

    public override async Task<FailResponse> Fail(FailRequest request, ServerCallContext context)
    {
        (script.Fails, script.FailedBecause) = (script.Fails + 1, request.Reason);
        await script.Failed.Writer.WriteAsync(request);
        return new();
    }
}

internal sealed class ScriptedBoard(ScriptedGrid script) : Board.BoardBase
{
    public override Task<BoardRow> GetStanding(GetStandingRequest request, ServerCallContext context)
    {
        script.AccountsAsked.Add(request.Name);
        return Task.FromResult(script.Standing ?? throw new RpcException(new Status(StatusCode.Unavailable, "Not now.")));
    }
}

internal sealed class ScriptedAudits(ScriptedGrid script) : Audits.AuditsBase
{
    /// <summary>A lease whose refusal cannot be read.</summary>
    public const string Garbled = "garbled";

    public override async Task<RevealResponse> Reveal(IAsyncStreamReader<RevealChunk> requestStream, ServerCallContext context)
    {
        var lease = (await requestStream.ReadAllAsync().ToListAsync())[0].Lease.LeaseId;
        script.Revealed.Add(lease);
        return lease == Garbled ? throw new RpcException(new Status(StatusCode.NotFound, "No."), new Metadata { { "laiongrid-refusal-bin", [255] } }) : new();
    }
}
