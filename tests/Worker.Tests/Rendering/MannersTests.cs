using System.Globalization;
using System.Net.Sockets;
using LaionGrid.Worker.Rendering;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Rendering;

/// <summary>What the real render process is given, and what it is not.</summary>
public sealed class MannersTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("LAIONGRID_KEY", false), InlineData("AWS_SECRET_ACCESS_KEY", false), InlineData("SSH_AUTH_SOCK", false), InlineData("DISPLAY", false), InlineData("https_proxy", false), InlineData("NOTIFY_SOCKET", false)]
    [InlineData("PATH", true), InlineData("LD_LIBRARY_PATH", true), InlineData("CUDA_VISIBLE_DEVICES", true), InlineData("Path", true), InlineData("DOTNET_ROOT", true)]
    public void Environment_HoldsWhatDriversNeedAndNoSecrets(string name, bool isGiven)
    {
        var environment = new Dictionary<string, string?> { [name] = "value", ["TMPDIR"] = "/tmp" };

        ChildEnvironment.Set(environment, "/own");

        Assert.Equal((isGiven, "/own"), (environment.ContainsKey(name), environment["TMPDIR"]));
    }

    [OnLinuxFact]
    public async Task Process_HasNoSecretNoNetworkAndNoFilesOfTheWorker()
    {
        Environment.SetEnvironmentVariable("LAIONGRID_TEST_PASSWORD", "lg_secret");
        await using var held = File.Open(_folder["identity.json"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await using var renderer = Renderer();
        Assert.IsType<RenderOutcome.Rendered>(await renderer.RenderAsync(PocketModel.Job(steps: 1), _ => { }, default).WaitAsync(Soon));
        var process = $"/proc/{renderer.ProcessId}";

        Assert.DoesNotContain("lg_secret", await File.ReadAllTextAsync($"{process}/environ"), StringComparison.Ordinal);
        Assert.All(OfThreads(process, "status"), status => Assert.Contains("Seccomp:\t2", status, StringComparison.Ordinal));
        var open = Directory.GetFiles($"{process}/fd").Select(file => new FileInfo(file).LinkTarget ?? "").ToList();
        Assert.DoesNotContain(open, target => target.StartsWith("socket:", StringComparison.Ordinal) || target == _folder["identity.json"]);
    }

    [Fact]
    public async Task TemporaryFolder_GoesWithTheProcess()
    {
        await using (var renderer = Renderer())
        {
            await renderer.ProbeAsync(default).WaitAsync(Soon);
            Assert.Single(Directory.GetDirectories(_folder["temporary"]));
        }

        Assert.Empty(Directory.GetDirectories(_folder["temporary"]));
    }

    [Fact]
    public async Task Process_ThatTakesTooMuchMemory_IsEndedAndSaidSo()
    {
        await using var renderer = Renderer(new() { MostMemoryMiB = 1, LooksAtMemoryEvery = TimeSpan.FromMilliseconds(20) });

        var failed = Assert.IsType<RenderOutcome.Failed>(await renderer.RenderAsync(PocketModel.Job(steps: 10_000), _ => { }, default).WaitAsync(Soon));

        Assert.Equal(RenderFault.OutOfMemory, failed.Fault);
        Assert.Contains("it may take 1.", failed.Detail, StringComparison.Ordinal);
        Assert.Null(renderer.ProcessId);
    }

    /// <summary>On a thread of its own, which the filter goes with.</summary>
    [OnLinuxFact]
    public void Network_WhenTaken_IsRefused_AndThisMachineIsNot()
    {
        var (isTaken, refused, isLocal) = (false, default(SocketError), false);
        var thread = new Thread(() =>
        {
            isTaken = NoNetwork.Take(onAllThreads: false);
            refused = Assert.Throws<SocketException>(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).SocketErrorCode;
            using var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            isLocal = !local.SafeHandle.IsInvalid;
        });
        thread.Start();
        thread.Join();

        Assert.Equal((true, SocketError.AccessDenied, true), (isTaken, refused, isLocal));
    }

    [OnLinuxFact]
    public async Task Process_ComesBehindAllOthers()
    {
        var command = PocketModel.Command with { FileName = "/bin/sh", Arguments = ["-c", $"exec env -u {LowPriority.Variable} \"$0\" \"$@\"", PocketModel.Command.FileName, .. PocketModel.Command.Arguments] };
        await using var renderer = Renderer(command: command);
        await renderer.ProbeAsync(default).WaitAsync(Soon);

        Assert.All(OfThreads($"/proc/{renderer.ProcessId}", "stat"), stat => Assert.Equal(19, NiceOf(stat)));
        Assert.Equal("1000", (await File.ReadAllTextAsync($"/proc/{renderer.ProcessId}/oom_score_adj")).Trim());
    }

    /// <summary>What the system says of each thread that has not ended meanwhile.</summary>
    private static List<string> OfThreads(string process, string file) => [.. Directory.GetDirectories($"{process}/task").Select(thread => TryRead($"{thread}/{file}")).OfType<string>()];

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The 19th field of proc(5)'s stat, counted behind the name in brackets, which is the second.</summary>
    private static int NiceOf(string stat) => int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);

    private RenderProcess Renderer(RenderingOptions? options = null, ChildCommand? command = null) =>
        new(command ?? PocketModel.Command, new(), (options ?? new()) with { TemporaryFolder = _folder["temporary"] }, TimeProvider.System, NullLogger<RenderProcess>.Instance);
}
