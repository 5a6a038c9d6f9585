using System.Diagnostics;
using System.Reflection;
using Xunit.Sdk;

namespace LaionGrid.TestKit.Chaos;

/// <summary>A PostgreSQL server of its own over a folder of its own, to be killed and started again. It never runs as root, which PostgreSQL refuses.</summary>
public sealed class PostgresCluster : IDisposable
{
    private const string User = "postgres";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly string _log;
    private readonly int _port = LoopbackPort.Free();

    public PostgresCluster()
    {
        _log = _folder["log"];
        if (Environment.IsPrivilegedProcess)
            Run("chown", User, _folder.Path);
        RunHere("initdb", "--pgdata", _folder["data"], "--username", User, "--auth", "trust", "--encoding", "UTF8", "--no-sync");
        Start();
    }

    /// <summary>Why none can be run here; null when one can.</summary>
    public static string? Obstacle { get; } = Programs is null ? "No PostgreSQL server's programs (initdb, pg_ctl) in PATH or /usr/lib/postgresql."
        : Environment.IsPrivilegedProcess && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{User}:", StringComparison.Ordinal)) ? $"Root cannot run PostgreSQL, and there is no user {User}." : null;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username={User};Database={User}";

    public void Start() => RunHere("pg_ctl", "start", "--wait", "--pgdata", _folder["data"], "--log", _log, "--options", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=");

    /// <summary>As at a power cut: every connection ends at once, and the next start recovers from the log.</summary>
    public void Kill() => RunHere("pg_ctl", "stop", "--mode", "immediate", "--pgdata", _folder["data"]);

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }

    private static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).OrderDescending().FirstOrDefault(HasPrograms)
        : Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).FirstOrDefault(HasPrograms);

    private static bool HasPrograms(string folder) => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl"));

    private static void RunHere(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs ?? throw new InvalidOperationException(Obstacle), program);
        if (Environment.IsPrivilegedProcess)
            Run("runuser", ["-u", User, "--", path, .. arguments]);
        else
            Run(path, arguments);
    }

    /// <summary>The server that pg_ctl leaves behind inherits its output, so that is not read.</summary>
    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" }) ?? throw new InvalidOperationException($"{program} did not start.");
        if (!process.WaitForExit(Patience))
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} does not end.");
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}

/// <summary>Runs a theory once for each seed where a PostgreSQL server of its own can be run, and shows it as skipped elsewhere.</summary>
public sealed class OnPostgresClusterAttribute : DataAttribute
{
    private readonly int[] _seeds;

    public OnPostgresClusterAttribute(params int[] seeds) => (_seeds, Skip) = (seeds, PostgresCluster.Obstacle);

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => _seeds.Select(seed => new object[] { seed });
}
