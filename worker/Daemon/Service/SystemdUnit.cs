using System.Text;

namespace LaionGrid.Worker.Service;

/// <summary>The unit of the Debian package for this program and folder. Made for a user's own systemd it has no more than that one can do: the paragraphs of a system's service are left out.</summary>
internal static class SystemdUnit
{
    public const string Name = "laiongrid-worker.service";

    private const string SystemAlone = "# Of a system's service alone.";
    private const string ByPackage = "/usr/lib/systemd/system/" + Name;
    private const string User = "laiongrid-worker";

    /// <param name="configuration">The user's folder for it, such as ~/.config.</param>
    public static ServicePlan OfUser((string FileName, IReadOnlyList<string> Arguments) program, string data, string configuration) => new(
        Path.Combine(configuration, "systemd", "user", Name), Text(program, data, isSystem: false))
    {
        Enable = [Systemctl("daemon-reload"), Systemctl("try-restart", Name), Systemctl("enable", "--now", Name)],
        Disable = [Systemctl("disable", "--now", Name)],
        Forget = [Systemctl("daemon-reload")],
        Ask = Systemctl("is-active", Name),
        Logs = "journalctl --user -u laiongrid-worker -f",
        Notice = "It runs while you are logged in. To let it run also when you are not: loginctl enable-linger",
    };

    /// <summary>As root. The service has a user of its own and reaches no home, so neither program nor folder may lie in one.</summary>
    public static (ServicePlan? Plan, string Problem) OfSystem((string FileName, IReadOnlyList<string> Arguments) program, string data, Func<string, bool> exists)
    {
        if (exists(ByPackage))
            return (null, $"The package has brought the service already: {ByPackage}. Start it with: systemctl enable --now laiongrid-worker");
        if (program.Arguments.Prepend(program.FileName).Append(data).FirstOrDefault(IsInHome) is { } hidden)
            return (null, $"{hidden} lies in somebody's home, which a system's service does not reach. Install the program elsewhere, as the Debian package does, and name a folder such as /var/lib/laiongrid-worker with --data; or leave out --system.");
        return (new($"/etc/systemd/system/{Name}", Text(program, data, isSystem: true))
        {
            Before =
            [
                new("useradd", "--system", "--user-group", "--home-dir", data, "--shell", "/usr/sbin/nologin", User),
                new("install", "-d", "-m", "700", "-o", User, "-g", User, data),
            ],
            Enable = [new("systemctl", "daemon-reload"), new("systemctl", "try-restart", Name), new("systemctl", "enable", "--now", Name)],
            Disable = [new("systemctl", "disable", "--now", Name)],
            Forget = [new("systemctl", "daemon-reload")],
            Ask = new("systemctl", "is-active", Name),
            Logs = "journalctl -u laiongrid-worker -f",
            Notice = $"It runs as the user {User}. Settings: runuser -u {User} -- {string.Join(' ', program.Arguments.Prepend(program.FileName))} setup --data {data}; or variables in /etc/default/laiongrid-worker.",
        }, "");
    }

    private static Invocation Systemctl(params string[] words) => new("systemctl", ["--user", .. words]);

    private static bool IsInHome(string path) => path.StartsWith("/home/", StringComparison.Ordinal) || path.StartsWith("/root/", StringComparison.Ordinal);

    private static string Text((string FileName, IReadOnlyList<string> Arguments) program, string data, bool isSystem)
    {
        var (text, isLeftOut) = (new StringBuilder(), false);
        foreach (var line in Template().Split('\n'))
        {
            var ends = isLeftOut && line.Length == 0;
            isLeftOut = !isSystem && !ends && (isLeftOut || line.StartsWith(SystemAlone, StringComparison.Ordinal));
            if (!isLeftOut && !ends)
                text.Append(Fit(line, program, data, isSystem)).Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Fit(string line, (string FileName, IReadOnlyList<string> Arguments) program, string data, bool isSystem) => line.Split('=')[0] switch
    {
        "ExecStart" => $"ExecStart={string.Join(' ', program.Arguments.Prepend(program.FileName).Select(word => Quote(word).Replace("$", "$$", StringComparison.Ordinal)))}", // it takes '$' for the environment here
        "Environment" => $"Environment={Quote($"LAIONGRID_DATA={data}")} DOTNET_EnableDiagnostics=0",
        "StateDirectory" when data != "/var/lib/laiongrid-worker" => $"ReadWritePaths={Quote(data)}",
        "WorkingDirectory" => $"WorkingDirectory={data.Replace("%", "%%", StringComparison.Ordinal)}",
        "WantedBy" when !isSystem => "WantedBy=default.target",
        _ => line,
    };

    /// <summary>systemd takes '%' for its own, and '"' and '\' as C does.</summary>
    private static string Quote(string word)
    {
        var text = word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal);
        return text.AsSpan().ContainsAny(" \t'") ? $"\"{text}\"" : text;
    }

    private static string Template()
    {
        using var resource = typeof(SystemdUnit).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"{Name} is not in the assembly.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
