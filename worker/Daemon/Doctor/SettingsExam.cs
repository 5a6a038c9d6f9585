using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Settings;

namespace LaionGrid.Worker.Doctor;

/// <summary>What the worker would be started with.</summary>
internal static class SettingsExam
{
    private const string About = "settings";

    /// <param name="problem">Why they are none; null when they are.</param>
    public static Finding Run(string folder, WorkerSettings? settings, string? problem)
    {
        if (settings is null)
            return Finding.Bad(About, problem ?? "They cannot be read.", "Mend the line, or run \"laiongrid-worker setup\".");
        return SettingsFile.Read(folder).File is { Count: > 0 } file
            ? Finding.Good(About, $"{file.Path} has {file.Count} {(file.Count == 1 ? "setting" : "settings")}, all understood.")
            : Finding.Note(About, $"There is no {SettingsFile.PathIn(folder)}; the defaults hold, and what the environment says.", "Run \"laiongrid-worker setup\", or go on without.");
    }
}
