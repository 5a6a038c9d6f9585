namespace LaionGrid.Worker.Rendering;

/// <summary>
/// What the render process gets of this process's environment: where programs, libraries and drivers lie and how they are set up, and nothing else. Keys and
/// passwords that stand there are none of its business.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly string[] Names =
    [
        "PATH", "HOME", "USER", "LANG", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "XDG_CACHE_HOME", LowPriority.Variable,
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "ProgramData", "ProgramFiles", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    ];

    private static readonly string[] Beginnings = ["LC_", "DOTNET_", "CUDA_", "CUDNN_", "NVIDIA_", "OMP_", "ORT_"];

    /// <param name="temporary">Folder for what the process writes; it is gone when the process is.</param>
    public static void Set(IDictionary<string, string?> environment, string temporary)
    {
        foreach (var name in environment.Keys.Where(name => !IsHarmless(name)).ToList())
            environment.Remove(name);
        environment["TMPDIR"] = environment["TEMP"] = environment["TMP"] = temporary;
        environment["DOTNET_EnableDiagnostics"] = "0"; // nobody is to look into it
        environment.TryAdd("CUDA_DEVICE_ORDER", "PCI_BUS_ID"); // so that cuda:1 is the driver's own second card
    }

    private static bool IsHarmless(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
