using System.Diagnostics;
using System.Text;

namespace LaionGrid.Grid.Tests;

/// <summary>One real process of the grid, which can be killed at any instant and started again over its data.</summary>
internal sealed class Part(string program, params string[] arguments) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly StringBuilder _output = new();
    private Process? _process;

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

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
