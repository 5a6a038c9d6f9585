using System.Diagnostics;
using System.Text;

namespace LaionGrid.Grid.Tests;

/// <summary>One real process of the grid, which can be killed at any instant and started again over its data.</summary>
internal sealed class Part(string program, params string[] arguments) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource Said)> _listening = [];
    private Process? _process;
    private int _saidBefore;

    /// <summary>All it has said, for a failing test.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public void Start()
    {
        _process?.Dispose();
        _saidBefore = Output.Length;
        _process = new() { StartInfo = new("dotnet", [Repository.Program(program), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>As "kill -9": no farewell, and its children are left to notice by themselves.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit(Patience); // with a limit it waits for the process alone, not for children that hold its output open
    }

    /// <summary>Waits until a line has this in it, of those since its last start.</summary>
    public async Task SaysAsync(string text)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString(_saidBefore, _output.Length - _saidBefore).Contains(text, StringComparison.Ordinal))
                return;
            _listening.Add((text, said));
        }
        try
        {
            await said.Task.WaitAsync(Patience);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"{program} never said \"{text}\":\n{Output}", error);
        }
    }

    /// <summary>Waits until it has ended of itself, and tells its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        var process = _process ?? throw new InvalidOperationException("It was not started.");
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (_, said) in _listening.Where(one => line?.Contains(one.Text, StringComparison.Ordinal) == true))
                said.TrySetResult();
        }
    }
}
