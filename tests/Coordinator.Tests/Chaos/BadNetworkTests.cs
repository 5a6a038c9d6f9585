using Grpc.Core.Interceptors;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Chaos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LaionGrid.Coordinator.Tests.Chaos;

/// <summary>A running coordinator whose workers' calls come twice and out of order, whose clock jumps, and whose disk is full: no picture is lost, and none is paid twice.</summary>
public sealed class BadNetworkTests
{
    private const int Workers = 3;
    private const int Pictures = 40;

    [Theory, OnSqlite, OnPostgres]
    public async Task Calls_ThatComeTwiceAndOutOfOrder_DoNoHarm(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind, "--Verification:ProvingAudits", "5", "--Leases:Seconds", "5");
        await using var crew = new Crew();
        var networks = new List<DuplicatingInterceptor>();
        await StaffAsync(grid, crew, index =>
        {
            networks.Add(new(seed: index, share: 0.3));
            return networks[^1];
        });

        await AskAsync(grid);

        Assert.Empty(await AuditAsync(grid));
        Assert.True(networks.Sum(network => network.Duplicated) > 10 && networks.Sum(network => network.HeldBack) > 10);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Clock_ThatJumpsBothWays_LosesNothing(DatabaseKind kind)
    {
        var time = new ManualTime();
        await using var grid = await CoordinatorUnderTest.StartAsync(
            kind, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)), "--Verification:ProvingAudits", "5", "--Jobs:MaxFailures", "20");
        await using var crew = new Crew();
        await StaffAsync(grid, crew, _ => new RetryingInterceptor(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)));
        var random = new Random(5);
        var looks = 0;

        await AskAsync(grid);

        Assert.Empty(await AuditAsync(grid, () => time.Advance((++looks % 10) switch
        {
            4 => TimeSpan.FromHours(-1),
            9 => TimeSpan.FromHours(1), // set right again
            _ => TimeSpan.FromSeconds(random.Next(30)),
        })));
    }

    [Theory, OnSmallDisk]
    public async Task Disk_ThatIsFull_RefusesPicturesUntilThereIsRoom(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind, "--Verification:ProvingAudits", "5", "--Jobs:MaxFailures", "20");
        using var disk = new SmallDisk(Directory.CreateDirectory(grid.Folder[Path.Combine("data", "blobs")]).FullName, kibibytes: 48);
        await AskAsync(grid);
        var probe = await WorkerClient.EnrollAsync(grid, "probe");
        var lease = await probe.ClaimAsync(); // before the others, who may have done all by then
        await using (var crew = new Crew())
        {
            await StaffAsync(grid, crew, _ => new RetryingInterceptor(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)));
            await UntilRefusedAsync(probe, lease);

            disk.Grow(kibibytes: 8192);

            Assert.Empty(await AuditAsync(grid));
        }
    }

    /// <summary>Some have no room for their pictures, and say so.</summary>
    private static async Task UntilRefusedAsync(WorkerClient worker, Lease lease)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var task = lease.Render;
        for (byte shade = 0; ; shade++)
        {
            soon.Token.ThrowIfCancellationRequested();
            try
            {
                await worker.UploadAsync(lease, PaintedPng.Of(task.Settings.Width, task.Settings.Height, (byte)(100 + shade)));
            }
            catch (Grpc.Core.RpcException error)
            {
                var refusal = Refusal.Parser.ParseFrom(error.Trailers.GetValueBytes("laiongrid-refusal-bin"));
                Assert.Equal("disk.full", refusal.Code);
                await worker.Work.FailAsync(new() { Lease = WorkerClient.Token(lease), Reason = FailReason.GivenBack });
                return;
            }
        }
    }

    private static async Task StaffAsync(CoordinatorUnderTest grid, Crew crew, Func<int, Interceptor> network)
    {
        for (var index = 0; index <= Workers; index++)
        {
            var worker = await WorkerClient.EnrollAsync(grid, $"worker-{index}", index == 0 ? WorkerRole.Referee : WorkerRole.Volunteer);
            crew.Add(new FastWorker(crew.ChannelTo(grid.Address).Intercept(network(index)), worker.Key));
        }
    }

    private static async Task AskAsync(CoordinatorUnderTest grid)
    {
        using var channel = grid.Channel();
        for (var index = 0; index < Pictures / 8; index++)
            await new Requests.RequestsClient(channel).SubmitAsync(new() { RequestKey = $"ask-{index}", Settings = new() { Prompt = "a boat" }, Count = 8, Seed = index * 8 });
    }

    private static async Task<IReadOnlyList<string>> AuditAsync(CoordinatorUnderTest grid, Action? meanwhile = null)
    {
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        return await new GridAudit { Database = db.Database.GetDbConnection(), HasBlob = GridAudit.BlobsIn(grid.Folder["data"]) }.UntilCleanAsync(TimeSpan.FromMinutes(2), meanwhile);
    }
}
