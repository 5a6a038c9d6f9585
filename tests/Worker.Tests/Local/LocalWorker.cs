using System.Diagnostics;
using LaionGrid.Worker.Tests.Rendering;

namespace LaionGrid.Worker.Tests.Local;

/// <summary>This build's worker as a person runs it in a shell, with the bundled model, its folder the working folder.</summary>
internal sealed record LocalWorker(int ExitCode, string Output, string Error)
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    public static async Task<LocalWorker> RunAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Soon);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string folder, params string[] arguments)
    {
        string[] command = [PocketModel.Command.Arguments[0], .. arguments];
        var start = new ProcessStartInfo(PocketModel.Command.FileName, command) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("LAIONGRID_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(variable);
        return Process.Start(start) ?? throw new InvalidOperationException("The worker did not start.");
    }
}
