using System.Diagnostics;

namespace LaionGrid.Worker.Rendering;

/// <summary>How the render process is started: this same program again, in its other role.</summary>
internal sealed record ChildCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The hidden command of this program that is the render process.</summary>
    public const string Name = "render-process";

    public static ChildCommand Self(DeviceRequest device)
    {
        var (program, arguments) = ThisProgram.With([Name, .. device.ToArguments()]);
        return new(program, arguments);
    }

    public ProcessStartInfo ToStartInfo() => new(FileName, Arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        CreateNoWindow = true,
    };
}
