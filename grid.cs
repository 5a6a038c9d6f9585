#!/usr/bin/env dotnet
#:property PublishAot=false
#:package System.CommandLine

// The whole grid from one command, on every OS:
//   dotnet run grid.cs -- demo "a lighthouse by the sea at sunset" --out picture.png
//   dotnet run grid.cs -- up

using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
// The parser would end the process two seconds after a signal; stopping four parts in order may take longer.
return await CommandLine.Build(stopping.Token).Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}

/// <summary>What can be said to the launcher.</summary>
internal static class CommandLine
{
    private const int Interrupted = 130;

    private static readonly Argument<string> Prompt = new("prompt") { Description = "What the picture shows." };
    private static readonly Option<FileInfo> Out = new("--out") { Description = "File for the picture; further ones get a number.", DefaultValueFactory = _ => new("picture.png") };
    private static readonly Option<long?> Seed = new("--seed") { Description = "Seed of the first picture; drawn when left out." };
    private static readonly Option<int?> Steps = new("--steps") { Description = "Denoising steps." };
    private static readonly Option<int?> Width = new("--width") { Description = "Pixels." };
    private static readonly Option<int?> Height = new("--height") { Description = "Pixels." };
    private static readonly Option<int> Count = new("--count") { Description = "Pictures.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Json = new("--json") { Description = "End with one line of JSON." };
    private static readonly Option<int> SitePort = new("--site-port") { Description = "Port of the site.", DefaultValueFactory = _ => 5080 };
    private static readonly Option<int> CoordinatorPort = new("--coordinator-port") { Description = "Port of the coordinator (gRPC).", DefaultValueFactory = _ => 5081 };

    public static RootCommand Build(CancellationToken stopping)
    {
        var demo = new Command("demo", "Start a grid, make a picture, show its way from prompt to ledger, and stop.") { Prompt, Out, Seed, Steps, Width, Height, Count, Json };
        demo.SetAction((parsed, _) => GuardAsync(() => DemoAsync(parsed, stopping)));
        var up = new Command("up", "Run a grid until Ctrl-C; everything is kept in ./data.") { SitePort, CoordinatorPort };
        up.SetAction((parsed, _) => GuardAsync(() => UpAsync(parsed.GetValue(SitePort), parsed.GetValue(CoordinatorPort), stopping)));
        return new("Runs a whole LaionGrid on this machine: coordinator, site, one worker and one referee.") { demo, up };
    }

    private static async Task DemoAsync(ParseResult parsed, CancellationToken stopping)
    {
        var fields = new Dictionary<string, string?>
        {
            ["prompt"] = parsed.GetValue(Prompt), ["seed"] = parsed.GetValue(Seed)?.ToString(), ["steps"] = parsed.GetValue(Steps)?.ToString(),
            ["width"] = parsed.GetValue(Width)?.ToString(), ["height"] = parsed.GetValue(Height)?.ToString(), ["count"] = parsed.GetValue(Count).ToString(),
        };
        await Sources.BuildAsync(stopping);
        var clock = Stopwatch.StartNew();
        using var folder = new TemporaryFolder();
        await using var grid = new Grid(folder.Path, Grid.FreePort(), Grid.FreePort());
        await grid.StartAsync(quiet: true, stopping);
        var demo = new Demo(grid, parsed.GetValue(Out)!.FullName); // has a default
        await grid.GuardAsync(token => demo.RunAsync(fields.Where(field => field.Value is not null), token), stopping);
        if (parsed.GetValue(Json))
            Console.WriteLine(demo.Summary(clock.Elapsed).ToJsonString());
    }

    private static async Task UpAsync(int sitePort, int coordinatorPort, CancellationToken stopping)
    {
        Grid.DemandFree(sitePort, SitePort.Name);
        Grid.DemandFree(coordinatorPort, CoordinatorPort.Name);
        await Sources.BuildAsync(stopping);
        await using var grid = new Grid(Path.Combine(Sources.Root, "data"), sitePort, coordinatorPort);
        await grid.StartAsync(quiet: false, stopping);
        Console.WriteLine($"\n  Make pictures:        http://localhost:{sitePort}\n  Join with a worker:   --coordinator http://localhost:{coordinatorPort}\n  Logs:                 {grid.Logs}\n\nCtrl-C stops it; everything is kept in {Path.Combine(Sources.Root, "data")}.\n");
        await grid.GuardAsync(async token => await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing), stopping);
    }

    /// <summary>The launcher's edge: whatever fails is one line and a code that is not zero.</summary>
    private static async Task<int> GuardAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception error) when (error is GridException or IOException or HttpRequestException or UnauthorizedAccessException or Win32Exception)
        {
            await Console.Error.WriteLineAsync($"grid: {error.Message}");
            return 1;
        }
    }
}

/// <summary>Something went wrong that one line can explain.</summary>
internal sealed class GridException(string message) : Exception(message);

/// <summary>The repository this file stands in, built when something in it changed.</summary>
internal static class Sources
{
    private static readonly string[] Folders = ["coordinator", "worker", "web", "proto", "eng"];
    private static readonly string[] Outputs = ["bin", "obj"];
    private static readonly string[] Prose = [".md", ".png"];

    public static string Root { get; } = Path.GetDirectoryName((string?)AppContext.GetData("EntryPointFilePath"))
        ?? throw new GridException("Run it as: dotnet run grid.cs -- demo \"a red house\"");

    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static string Binary(string project, string name) => Path.Combine(Root, project, "bin", "Debug", "net10.0", $"{name}.dll");

    /// <summary>MSBuild needs seconds to find out that nothing changed; a look at the files' times needs none.</summary>
    public static async Task BuildAsync(CancellationToken stopping)
    {
        var stamp = Path.Combine(Directory.CreateDirectory(Path.Combine(Root, "artifacts")).FullName, "grid.built");
        var state = State();
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, stopping) == state && Grid.Binaries.All(File.Exists))
            return;
        Console.WriteLine("Building (the first time takes a minute or two)...");
        var start = new ProcessStartInfo(Dotnet, ["build", Path.Combine(Root, "eng", "Grid.slnf"), "-v", "quiet", "-nologo", "-clp:ErrorsOnly"]) { RedirectStandardOutput = true };
        using var build = Process.Start(start) ?? throw new GridException("dotnet could not be started. Is the .NET 10 SDK on the PATH?");
        var output = await build.StandardOutput.ReadToEndAsync(stopping);
        await build.WaitForExitAsync(stopping);
        if (build.ExitCode != 0)
            throw new GridException($"the build failed.\n{output}");
        await File.WriteAllTextAsync(stamp, state, stopping);
    }

    private static string State()
    {
        var root = new DirectoryInfo(Root).EnumerateFiles("Directory.*");
        var files = Folders.SelectMany(folder => Walk(new(Path.Combine(Root, folder)))).Concat(root);
        var list = string.Join('\n', files.Select(file => $"{file.FullName}|{file.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)));
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => !Prose.Contains(file.Extension)).Concat(folder.EnumerateDirectories().Where(inner => !Outputs.Contains(inner.Name)).SelectMany(Walk));
}

/// <summary>Four processes: coordinator, site, worker and referee. Disposing stops them all.</summary>
internal sealed class Grid(string data, int sitePort, int coordinatorPort) : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private static readonly string Coordinator = Sources.Binary("coordinator", "laiongrid-coordinator");
    private static readonly string Web = Sources.Binary("web", "laiongrid-web");
    private static readonly string Worker = Sources.Binary(Path.Combine("worker", "Daemon"), "laiongrid-worker");

    private readonly List<Part> _parts = [];

    public static IReadOnlyList<string> Binaries { get; } = [Coordinator, Web, Worker];

    public string Logs { get; } = Directory.CreateDirectory(Path.Combine(data, "logs")).FullName;

    public HttpClient Site { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new($"http://127.0.0.1:{sitePort}"), Timeout = Timeout.InfiniteTimeSpan };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static void DemandFree(int port, string option)
    {
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port))
            throw new GridException($"port.in_use: port {port} is in use. Stop what uses it, or choose another with {option}.");
    }

    public async Task StartAsync(bool quiet, CancellationToken stopping)
    {
        var (address, operatorKey) = ($"http://localhost:{coordinatorPort}", Path.Combine(data, "coordinator", "operator.key"));
        Start("coordinator", true, Coordinator, "--urls", address, "--Data:Folder", Path.Combine(data, "coordinator"), "--Models:Folder", Path.Combine(Sources.Root, "models"), "--Accounts:SiteKeyFile", Path.Combine(data, "site", "site.pub"), "--Verification:EnrolmentCanaries", "0"); // the worker is this machine itself: its first picture is paid
        await GuardAsync(token => UntilAsync(() => ConnectAsync(coordinatorPort, token), token), stopping);
        Start("site", true, Web, "--urls", $"http://localhost:{sitePort}", "--Coordinator:Address", address, "--Coordinator:Timeout", "00:00:30", "--Site:Folder", Path.Combine(data, "site"), "--Site:PublicCoordinator", address);
        Start("worker", quiet, Worker, "--coordinator", address, "--data", Path.Combine(data, "worker"), "--name", "this-pc", "--contributor", "you", "--always", "yes");
        Start("referee", true, Worker, "--coordinator", address, "--data", Path.Combine(data, "referee"), "--name", "referee", "--referee", "--operator-key-file", operatorKey);
        await GuardAsync(token => UntilAsync(() => Site.GetStringAsync("/health", token), token), stopping);
    }

    private void Start(string name, bool quiet, string binary, params string[] arguments) =>
        _parts.Add(new Part(name, Path.Combine(Logs, $"{name}.log"), quiet, [binary, .. arguments]));

    /// <summary>Runs something, but ends it with a clear line as soon as one of the parts dies.</summary>
    public async Task GuardAsync(Func<CancellationToken, Task> run, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var running = run(ending.Token);
        var deaths = _parts.Select(part => part.DiedAsync(ending.Token)).ToList();
        var first = await Task.WhenAny([running, .. deaths]);
        await ending.CancelAsync();
        await Task.WhenAll([running, .. deaths]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (stopping.IsCancellationRequested ? running : first);
    }

    /// <summary>Tries again until it works.</summary>
    private static async Task UntilAsync(Func<Task> attempt, CancellationToken cancellationToken)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50, cancellationToken))
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception error) when (error is SocketException or HttpRequestException)
            {
                if (clock.Elapsed > StartTime)
                    throw new GridException($"nothing answered within {StartTime.TotalSeconds} s. Is the machine very busy? Try again.");
            }
        }
    }

    private static async Task ConnectAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", port, cancellationToken);
    }

    /// <summary>Workers first, so that they can still give their work back.</summary>
    public async ValueTask DisposeAsync()
    {
        Site.Dispose();
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
    }
}

/// <summary>One process of the grid; its output goes to a log file.</summary>
internal sealed class Part : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly Process _process;
    private readonly StreamWriter _log;
    private string _lastError;

    public Part(string name, string log, bool quiet, IEnumerable<string> arguments)
    {
        (_name, _lastError) = (name, $"see {log}");
        _log = new(log, append: true) { AutoFlush = true };
        _process = new() { StartInfo = new(Sources.Dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _process.OutputDataReceived += (_, line) => Write(line.Data, quiet);
        _process.ErrorDataReceived += (_, line) => _lastError = Write(line.Data, quiet) ?? _lastError;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Throws when the process ends before it is told to.</summary>
    public async Task DiedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        throw new GridException($"the {_name} stopped (exit code {_process.ExitCode}): {_lastError}");
    }

    private string? Write(string? line, bool quiet)
    {
        if (line is null)
            return null;
        lock (_log)
            _log.WriteLine(line);
        if (!quiet)
            Console.WriteLine($"{_name,-8}| {line}");
        return line;
    }

    public async ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsWindows() || _process.HasExited || Signal(_process.Id, Terminate) != 0 || !await EndsAsync())
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _log.DisposeAsync();
    }

    private async Task<bool> EndsAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.HasExited;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}

/// <summary>One request through the site's own path, from the form to the board.</summary>
internal sealed class Demo(Grid grid, string path)
{
    private readonly JsonArray _pictures = [];
    private readonly Dictionary<int, string> _said = [];

    public async Task RunAsync(IEnumerable<KeyValuePair<string, string?>> fields, CancellationToken cancellationToken)
    {
        var request = await SubmitAsync(fields, cancellationToken);
        var jobs = await WatchAsync(request, cancellationToken);
        foreach (var (job, index) in jobs.Select((job, index) => (job, index)))
            await KeepAsync(job, index == 0 ? path : Path.ChangeExtension(path, $"{index + 1}{Path.GetExtension(path)}"), cancellationToken);
        await ShowBoardAsync(cancellationToken);
    }

    /// <summary>The first picture's figures, and all pictures when there are several.</summary>
    public JsonObject Summary(TimeSpan took)
    {
        var summary = (JsonObject)_pictures[0]!.DeepClone(); // a finished run has a picture
        summary["seconds"] = Math.Round(took.TotalSeconds, 2);
        if (_pictures.Count > 1)
            summary["pictures"] = _pictures.DeepClone();
        return summary;
    }

    private async Task<string> SubmitAsync(IEnumerable<KeyValuePair<string, string?>> fields, CancellationToken cancellationToken)
    {
        var key = new KeyValuePair<string, string?>("request_key", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        using var form = new FormUrlEncodedContent(fields.Append(key));
        using var message = new HttpRequestMessage(HttpMethod.Post, "/ask") { Content = form, Headers = { Accept = { new("application/json") } } };
        using var answer = await grid.Site.SendAsync(message, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location is { } location)
            return location.ToString().Split('?')[0]; // what follows proves to the page who asked
        var refusal = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        throw new GridException($"{refusal?["code"]}: {refusal?["message"]}");
    }

    /// <summary>Follows the page's own events until every picture has its verdict.</summary>
    private async Task<IReadOnlyList<JsonNode>> WatchAsync(string request, CancellationToken cancellationToken)
    {
        await using var stream = await grid.Site.GetStreamAsync($"{request}/events", cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            var view = JsonNode.Parse(item.Data)!; // a JSON object
            var jobs = view["jobs"]!.AsArray().Select(job => job!).ToList(); // always sent
            foreach (var job in jobs)
                Say(job);
            if (!(bool)view["isFinal"]!)
                continue;
            return jobs.Find(job => (string?)job["state"] != "done") is { } failed
                ? throw new GridException($"{failed["failureCode"]}: {failed["failure"]}")
                : jobs;
        }
        throw new GridException("the site ended the progress stream early. See its log.");
    }

    private void Say(JsonNode job)
    {
        var (index, sentence) = ((int)job["index"]!, (string)job["sentence"]!); // always sent
        if (_said.GetValueOrDefault(index) != sentence)
            Console.WriteLine($"Picture {index + 1}: {sentence}");
        _said[index] = sentence;
    }

    private async Task KeepAsync(JsonNode job, string file, CancellationToken cancellationToken)
    {
        var id = (string?)job["jobId"];
        var picture = JsonNode.Parse(await grid.Site.GetStringAsync($"/pictures/{id}.json", cancellationToken))!; // a JSON object
        var png = await grid.Site.GetByteArrayAsync($"/pictures/{id}.png", cancellationToken);
        await File.WriteAllBytesAsync(file, png, cancellationToken);
        Console.WriteLine($"\n{file}: {picture["width"]} x {picture["height"]}, seed {picture["seed"]}, {picture["renderMs"]} ms on {picture["device"]}");
        Console.WriteLine($"Ledger, {picture["verdict"]}:");
        foreach (var posting in picture["postings"]!.AsArray()) // always sent
            Console.WriteLine($"  {posting!["amountMflop"],12} MFLOP  {posting["account"],-12} {posting["cause"]}");
        _pictures.Add(new JsonObject
        {
            ["picture"] = file, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(png)),
            ["verdict"] = picture["verdict"]!.DeepClone(), ["credit_mflop"] = picture["creditMflop"]!.DeepClone(), // always sent
        });
    }

    private async Task ShowBoardAsync(CancellationToken cancellationToken)
    {
        var board = JsonNode.Parse(await grid.Site.GetStringAsync("/leaderboard.json?period=all", cancellationToken))!; // a JSON object
        Console.WriteLine("Leaderboard:");
        foreach (var row in board["rows"]!.AsArray()) // always sent
            Console.WriteLine($"  {row!["rank"],3}  {row["name"],-20} {row["creditMflop"],12} MFLOP  {row["pictures"]} {((int)row["pictures"]! == 1 ? "picture" : "pictures")}");
    }
}

/// <summary>A folder that is gone with the run.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("laiongrid-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
