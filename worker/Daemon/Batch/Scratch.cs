using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Batch;

/// <summary>Where a node keeps models while a job runs. What a job before has left there is used again; nothing in it is missed when it is gone.</summary>
internal static class Scratch
{
    private const int MostTasks = 64; // of one user on one node

    private static readonly string[] Variables = ["SLURM_TMPDIR", "TMPDIR"];

    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The folder that a scheduler or an operator means, else the system's own.</summary>
    /// <param name="variable">A variable of the environment, null when it is not set.</param>
    public static string Usual(Func<string, string?> variable) =>
        Path.Combine(Variables.Select(variable).FirstOrDefault(value => value is { Length: > 0 }) ?? Path.GetTempPath(), $"laiongrid-{Environment.UserName}");

    /// <summary>The first folder there that no other task of this node uses, or in one line why there is none.</summary>
    public static (DataFolder? Folder, string? Problem) Take(string scratch)
    {
        for (var number = 0; number < MostTasks; number++)
        {
            var path = Path.Combine(scratch, $"{number}");
            var (folder, _) = DataFolder.Take(path);
            if (folder is null && !File.Exists(Path.Combine(path, "lock")))
                return (null, $"{path} cannot be written. Choose another folder of this node with --scratch.");
            if (folder is null)
                continue;
            if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0)
                return (folder, null);
            folder.Dispose();
            return (null, $"Others can write to {path}, so it is not used. Delete it, or choose another folder with --scratch.");
        }
        return (null, $"{MostTasks} tasks use {scratch} on this node already.");
    }
}
