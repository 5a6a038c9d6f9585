using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using LaionGrid.TestKit;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Benchmarks;

/// <summary>A bundle downloaded from a server that breaks its connections and spoils a byte, by a process that is killed again and again: how much comes twice.</summary>
internal sealed class DownloadCommand
{
    private const int ChunkBytes = 4 * 1024 * 1024;

    private readonly Option<int> _mebibytes = new("--mebibytes") { Description = "Size of the bundle.", DefaultValueFactory = _ => 1024 };
    private readonly Option<int> _cuts = new("--cuts") { Description = "Connections that break.", DefaultValueFactory = _ => 50 };
    private readonly Option<int> _kills = new("--kills") { Description = "Times that the downloading process is killed, at most.", DefaultValueFactory = _ => 0 };
    private readonly Option<int> _seed = new("--seed") { Description = "Where it breaks.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _from = new("--from") { Hidden = true, Description = "The server, for the process that downloads." };
    private readonly Option<string> _folder = new("--folder") { Hidden = true, Description = "Where that process works.", DefaultValueFactory = _ => "" };

    public RootCommand Build()
    {
        var root = new RootCommand("Downloads a bundle under broken connections.") { _mebibytes, _cuts, _kills, _seed, _from, _folder };
        root.SetAction((result, cancellationToken) => result.GetValue(_from) is { } address
            ? FetchAsync(address, result.GetRequiredValue(_folder), cancellationToken)
            : RunAsync(result.GetValue(_mebibytes), result.GetValue(_cuts), result.GetValue(_kills), result.GetValue(_seed), cancellationToken));
        return root;
    }

    private static async Task<int> RunAsync(int mebibytes, int cuts, int kills, int seed, CancellationToken cancellationToken)
    {
        var (content, random) = (new byte[mebibytes * 1024 * 1024], new Random(seed));
        random.NextBytes(content);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["manifest"], Manifest(content), cancellationToken);
        await using var server = new CuttingServer(content, seed, cuts, flipAt: content.Length / 3);
        var (began, killed, code) = (Stopwatch.GetTimestamp(), 0, -1);
        while (code != 0)
        {
            using var fetching = Process.Start(Environment.ProcessPath!, ["download", "--from", server.Address, "--folder", folder.Path]);
            using var patience = new CancellationTokenSource(killed < kills ? TimeSpan.FromMilliseconds(random.Next(300, 1500)) : TimeSpan.FromMinutes(10));
            code = await EndAsync(fetching, patience.Token);
            killed += code < 0 ? 1 : 0;
            if (code > 0)
                return code;
        }
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine($"{mebibytes} MiB in {took:0.0} s ({mebibytes / took:0} MiB/s), {cuts - server.CutsLeft} cuts, {killed} kills and a flipped byte; "
            + $"sent again {server.Sent - content.Length:N0} bytes, {(server.Sent - content.Length) / (double)content.Length:P3}.");
        return 0;
    }

    /// <summary>The exit code, or -1 when it had to be killed.</summary>
    private static async Task<int> EndAsync(Process process, CancellationToken patience)
    {
        try
        {
            await process.WaitForExitAsync(patience);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            return -1;
        }
    }

    private static async Task<int> FetchAsync(string address, string folder, CancellationToken cancellationToken)
    {
        var manifest = BundleManifest.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest"), cancellationToken)).Manifest ?? throw new InvalidOperationException("No manifest.");
        using var data = DataFolder.Take(Path.Combine(folder, "worker")).Folder ?? throw new InvalidOperationException("The folder is taken.");
        using var store = new BundleStore(new(data, new()), new() { FirstPause = TimeSpan.FromMilliseconds(10) }, TimeProvider.System, NullLogger<BundleStore>.Instance);
        using var http = new HttpClient();
        var outcome = await store.PrepareAsync(manifest, HttpSource.Of(http, address)!, cancellationToken);
        if (outcome is BundleOutcome.Ready)
            return 0;
        Console.WriteLine(outcome);
        return 1;
    }

    private static string Manifest(byte[] content)
    {
        var chunks = Enumerable.Range(0, (content.Length + ChunkBytes - 1) / ChunkBytes).SelectMany(chunk => SHA256.HashData(content.AsSpan(chunk * ChunkBytes, Math.Min(ChunkBytes, content.Length - (chunk * ChunkBytes)))));
        return $$"""
            { "id": "large", "version": 1, "chunkBytes": {{ChunkBytes}}, "files": [
              { "path": "model.onnx", "bytes": "{{content.Length}}", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(content))}}", "chunkSha256": "{{Convert.ToBase64String(chunks.ToArray())}}" }] }
            """;
    }
}
