using System.Diagnostics;

namespace LaionGrid.Worker.Service;

/// <summary>Runs the system's programs. Tests replace it: they must change no machine.</summary>
internal interface IPrograms
{
    /// <summary>Its exit code and all that it said, trimmed; null when there is no such program.</summary>
    Task<(int ExitCode, string Said)?> RunAsync(Invocation invocation, CancellationToken cancellationToken);
}

/// <summary>Those of this machine.</summary>
internal sealed class SystemPrograms : IPrograms
{
    public async Task<(int ExitCode, string Said)?> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(invocation.Program, invocation.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            if (process is null)
                return null;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, $"{await output}{await errors}".Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // it is not installed
        }
    }
}
