using System.Diagnostics;
using System.Reflection;
using Xunit.Sdk;

namespace LaionGrid.TestKit.Chaos;

/// <summary>A folder on a disk of its own that is soon full. It is a memory file system, which only root may mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    /// <param name="folder">There already; what lies in it is hidden until the disk goes.</param>
    public SmallDisk(string folder, int kibibytes)
    {
        _folder = folder;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "laiongrid-test", folder) is { Length: > 0 } error)
            throw new InvalidOperationException($"No small disk on {folder}: {error}");
    }

    /// <summary>Why none can be made here; null when one can.</summary>
    public static string? Obstacle { get; } = Try();

    public void Grow(int kibibytes)
    {
        if (Run("mount", "-o", $"remount,size={kibibytes}k", _folder) is { Length: > 0 } error)
            throw new InvalidOperationException($"The small disk on {_folder} does not grow: {error}");
    }

    public void Dispose() => Run("umount", "--lazy", _folder);

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
            return "A small disk is a Linux memory file system.";
        using var folder = new TemporaryFolder();
        try
        {
            new SmallDisk(folder.Path, 64).Dispose();
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"{error.Message.Trim()} Run as root where mounting is allowed.";
        }
    }

    /// <summary>What it said when it failed; empty when it did not.</summary>
    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException($"{program} did not start.");
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{program} ended with {process.ExitCode}. {said}";
    }
}

/// <summary>Runs a theory on SQLite where a small disk can be made, and shows it as skipped elsewhere.</summary>
public sealed class OnSmallDiskAttribute : DataAttribute
{
    public OnSmallDiskAttribute() => Skip = SmallDisk.Obstacle;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Sqlite]];
}
