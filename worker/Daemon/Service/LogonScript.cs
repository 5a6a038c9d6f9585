namespace LaionGrid.Worker.Service;

/// <summary>
/// On Windows a script among the programs that start when a person logs in, and no Windows service: a service lives in a session of its own, where it sees neither
/// input nor full screen, so it could not give the machine back to its owner.
/// </summary>
internal static class LogonScript
{
    private const string Name = "laiongrid-worker.cmd";

    /// <param name="startup">The person's folder of programs that start at logon.</param>
    public static ServicePlan Of((string FileName, IReadOnlyList<string> Arguments) program, string data, string startup) => new(
        Path.Combine(startup, Name),
        $"""
        @echo off
        chcp 65001 >nul
        set "LAIONGRID_DATA={Escape(data)}"
        start "LaionGrid worker" /min /low {string.Join(' ', program.Arguments.Prepend(program.FileName).Select(word => $"\"{Escape(word)}\""))}

        """.ReplaceLineEndings("\r\n"))
    {
        Logs = "the worker's minimised window",
        Notice = "It starts when you log in next; now: laiongrid-worker. It is no Windows service, which could not see that you are there. Nobody has tried this on Windows yet.",
    };

    /// <summary>A script takes '%' for its variables. No path has quotes.</summary>
    private static string Escape(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
