using System.Diagnostics;

namespace LaionGrid.Worker.Rendering;

/// <summary>How the render process is started: this same program again, in its other role.</summary>
internal sealed record ChildCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The hidden command of this program that is the render process.</summary>
    public const string Name = "render-process";

    /// <summary>From source the program is "dotnet" with our assembly as its first argument; published it is itself.</summary>
    public static ChildCommand Self(DeviceRequest device)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        string[] arguments = [Name, .. device.ToArguments()];
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? new(program, [Path.Combine(AppContext.BaseDirectory, "laiongrid-worker.dll"), .. arguments])
            : new(program, arguments);
    }

    /// <param name="temporary">Folder for what it writes.</param>
    public ProcessStartInfo ToStartInfo(string temporary)
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        ChildEnvironment.Set(start.Environment, temporary);
        return start;
    }
}
