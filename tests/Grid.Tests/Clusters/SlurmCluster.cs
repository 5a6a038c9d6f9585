using System.Diagnostics;
using System.Security.Cryptography;
using System.Runtime.Versioning;
using LaionGrid.TestKit;

namespace LaionGrid.Grid.Tests.Clusters;

/// <summary>
/// A real Slurm of one node on loopback, over a folder of its own: munge with a key of its own, controller and node daemon, two partitions of which one gives way to the
/// other, and two cards that are none. Nothing of the machine's own Slurm is touched.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SlurmCluster : IAsyncDisposable
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scontrol", "scancel"];
    private static readonly string[] Live = ["PENDING", "RUNNING", "COMPLETING", "SUSPENDED", "CONFIGURING", "SIGNALING"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _munge;
    private readonly Process _controller;
    private readonly Process _node;

    private SlurmCluster()
    {
        File.SetUnixFileMode(_folder.Path, Owner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute); // munge wants its clients to reach its socket
        foreach (var name in new[] { "socket", "state", "spool" })
            Directory.CreateDirectory(_folder[name]);
        Directory.CreateDirectory(_folder["munge"], Owner);
        File.WriteAllBytes(_folder["munge/key"], RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(_folder["munge/key"], UnixFileMode.UserRead);
        File.WriteAllText(_folder["plugstack.conf"], "");
        File.WriteAllText(_folder["gres.conf"], $"NodeName={NodeName} Name=gpu File=/dev/null\nNodeName={NodeName} Name=gpu File=/dev/zero\n");
        File.WriteAllText(_folder["slurm.conf"], Configuration());
        _munge = Start("munged", "--foreground", $"--key-file={_folder["munge/key"]}", $"--socket={_folder["socket/munge"]}", $"--pid-file={_folder["munge/pid"]}", $"--log-file={_folder["munge/log"]}", $"--seed-file={_folder["munge/seed"]}");
        _controller = Start("slurmctld", "-D");
        _node = Start("slurmd", "-D", "-N", NodeName);
    }

    /// <summary>Why none can be run here; null when one can.</summary>
    public static string? Obstacle { get; } = Programs.FirstOrDefault(program => PathOf(program) is null) is { } missing ? $"There is no {missing}. Install slurm-wlm and munge." : null;

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string NodeName = "node";

    /// <summary>What jobs find in their environment besides Slurm's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Returns when its node takes jobs.</summary>
    public static async Task<SlurmCluster> StartAsync()
    {
        var cluster = new SlurmCluster();
        await cluster.UntilAsync("sinfo -h -o %t", said => said.Split('\n').Contains("idle"));
        return cluster;
    }

    public string LogOf(string job) => Directory.EnumerateFiles(_folder.Path, $"job-{job}*.log").Order().Select(File.ReadAllText).Aggregate("", string.Concat);

    /// <summary>Submits one of the example scripts; what is given here stands above what the script says.</summary>
    /// <returns>The job's number.</returns>
    public Task<string> SubmitAsync(string script, params string[] options) =>
        RunAsync("sbatch", ["--parsable", "--mem=0", "--output", _folder[options.Any(option => option.StartsWith("--array", StringComparison.Ordinal)) ? "job-%A_%a.log" : "job-%j.log"], .. options, Path.Combine(Repository.Root, "eng", "slurm", script)]);

    public async Task<string> RunAsync(string program, params string[] arguments) =>
        await CallAsync(program, arguments) switch { (0, var said, _) => said, var (_, _, complaint) => throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {complaint}") };

    /// <summary>Asks again and again until the answer is as wanted. That it got none, as when the controller has too much to do, is no answer.</summary>
    /// <param name="command">A program and its arguments, none of which has a space.</param>
    public async Task<string> UntilAsync(string command, Func<string, bool> isSo)
    {
        var (words, clock, said) = (command.Split(' '), Stopwatch.StartNew(), "");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (clock.Elapsed < Patience)
        {
            var (code, answer, complaint) = await CallAsync(words[0], words[1..]);
            if (code == 0 && isSo(answer))
                return answer;
            said = answer + complaint;
            await timer.WaitForNextTickAsync();
        }
        throw new TimeoutException($"\"{command}\" says at last: {said}\n{File.ReadAllText(_folder["slurmctld.log"])}\n{File.ReadAllText(_folder["slurmd.log"])}");
    }

    /// <summary>How it ended, in a word, such as COMPLETED when it ended with 0. A list of those that live may for a moment lack one that does, so this asks for the word and waits until it is none of theirs.</summary>
    public Task<string> EndStateAsync(string job) => UntilAsync(StateOf(job), said => said.Length > 0 && !IsLive(said));

    public async Task<bool> IsLiveAsync(string job) => IsLive(await UntilAsync(StateOf(job), said => said.Length > 0));

    public async ValueTask DisposeAsync()
    {
        await CallAsync("scancel", "-u", System.Environment.UserName, "--signal=KILL"); // there may be nothing to end
        await CallAsync("scancel", "-u", System.Environment.UserName);
        foreach (var daemon in new[] { _node, _controller, _munge })
        {
            daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }
        _folder.Dispose();
    }

    /// <summary>A word for each of its tasks.</summary>
    private static string StateOf(string job) => $"squeue -h -t all -j {job} -o %T";

    private static bool IsLive(string said) => said.Split('\n').Any(word => Live.Contains(word.Trim()));

    private string Configuration() => $"""
        ClusterName=test
        SlurmctldHost={System.Environment.MachineName}(127.0.0.1)
        SlurmctldPort={LoopbackPort.Free()}
        SlurmUser={System.Environment.UserName}
        SlurmdUser={System.Environment.UserName}
        AuthType=auth/munge
        AuthInfo=socket={_folder["socket/munge"]}
        CredType=cred/munge
        StateSaveLocation={_folder["state"]}
        SlurmdSpoolDir={_folder["spool"]}
        SlurmctldPidFile={_folder["slurmctld.pid"]}
        SlurmdPidFile={_folder["slurmd.pid"]}
        SlurmctldLogFile={_folder["slurmctld.log"]}
        SlurmdLogFile={_folder["slurmd.log"]}
        PlugStackConfig={_folder["plugstack.conf"]}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SlurmdParameters=config_overrides
        SwitchType=switch/none
        MpiDefault=none
        ReturnToService=2
        PreemptType=preempt/partition_prio
        PreemptMode=REQUEUE
        KillWait=20
        MessageTimeout=60
        BatchStartTimeout=60
        MinJobAge=600
        SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0,sched_min_interval=0
        GresTypes=gpu
        NodeName={NodeName} NodeHostname={System.Environment.MachineName} NodeAddr=127.0.0.1 Port={LoopbackPort.Free()} CPUs=8 Gres=gpu:2
        PartitionName=low Nodes={NodeName} Default=YES PriorityTier=1 PreemptMode=REQUEUE
        PartitionName=high Nodes={NodeName} PriorityTier=10 PreemptMode=OFF

        """;

    private Process Start(string program, params string[] arguments) => Process.Start(StartInfo(program, arguments)) ?? throw new InvalidOperationException($"{program} did not start.");

    private async Task<(int Code, string Said, string Complaint)> CallAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, (await said).Trim(), (await complained).Trim());
    }

    private ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(program) ?? throw new InvalidOperationException(Obstacle), arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = _folder["slurm.conf"];
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }

    private static string? PathOf(string program) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"]).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}

/// <summary>A test that needs Slurm; shown as skipped where it is not installed.</summary>
public sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Slurm does not run on Windows." : SlurmCluster.Obstacle;
}
