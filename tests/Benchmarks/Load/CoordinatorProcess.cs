using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Benchmarks.Load;

/// <summary>One real coordinator, as its own process on a free port of this machine. It is killed in the end, so what counts is what stands in the database.</summary>
internal sealed class CoordinatorProcess : IAsyncDisposable
{
    private const int LinesKept = 20;
    private const int BytesPerMiB = 1 << 20;

    private readonly Process _process;
    private readonly Queue<string> _said = [];

    private CoordinatorProcess(string address, string connectionString, IEnumerable<string> arguments)
    {
        Address = address;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "laiongrid-coordinator.dll"), "--urls", address, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Storage__ConnectionString"] = connectionString; // a password would show among the arguments
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public string Address { get; }

    public TimeSpan Processor => Refreshed().TotalProcessorTime;

    public double ResidentMiB => (double)Refreshed().WorkingSet64 / BytesPerMiB;

    /// <summary>The last lines it has said since it answered: warnings, in a run, or nothing.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="CoordinatorFailedException">It ended at once; the message has what it said.</exception>
    public static async Task<CoordinatorProcess> StartAsync(string connectionString, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var made = new CoordinatorProcess($"http://127.0.0.1:{FreePort()}", connectionString, arguments);
        made._process.Start();
        made._process.BeginOutputReadLine();
        made._process.BeginErrorReadLine();
        try
        {
            await made.AnswersAsync(cancellationToken);
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
        lock (made._said)
            made._said.Clear();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var client = LoadClient.Open(Address);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = new Models.ModelsClient(client).ListBundlesAsync(new(), new Grpc.Core.CallOptions(cancellationToken: either.Token).WithWaitForReady()).ResponseAsync;
        if (await Task.WhenAny(answer, _process.WaitForExitAsync(either.Token)) == answer)
        {
            await answer;
            return;
        }
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        throw new CoordinatorFailedException($"A coordinator ended at its start:\n{string.Join('\n', Said)}");
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > LinesKept)
                _said.Dequeue();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A coordinator could not be run; the message says what it said.</summary>
internal sealed class CoordinatorFailedException(string message, Exception? cause = null) : Exception(message, cause);
