using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Doctor;

/// <summary>The machine as the owner's rules see it: room on the disk and in memory, and whether anything tells that the owner is there.</summary>
internal static class MachineExam
{
    private const long BundleMiB = 4096; // a model of the size that most people ask for

    public static async Task<IReadOnlyList<Finding>> RunAsync(IEnumerable<IProbe> probes, OwnerRules rules, CancellationToken cancellationToken)
    {
        var machine = new MachineState();
        foreach (var probe in probes)
            machine = await probe.LookAsync(machine, cancellationToken);
        return [JudgeDisk(machine.FreeDiskMiB, rules), JudgeMemory(machine.FreeMemoryMiB, rules), JudgeInput(machine, rules)];
    }

    private static Finding JudgeDisk(long? free, OwnerRules rules) => free switch
    {
        null => Finding.Note("disk", "How much of the disk is free cannot be asked.", "See to it that there are some gigabytes for models."),
        _ when free < rules.LeastDiskMiB => Finding.Bad("disk", $"{free:N0} MiB of the disk are free; the worker pauses below {rules.LeastDiskMiB:N0}.", "Free some, or move the worker with --data."),
        _ when free < rules.LeastDiskMiB + BundleMiB => Finding.Note("disk", $"{free:N0} MiB of the disk are free: room for small models alone.", "Free some, or move the worker with --data."),
        _ => Finding.Good("disk", $"{free:N0} MiB of the disk are free."),
    };

    private static Finding JudgeMemory(long? free, OwnerRules rules) => free switch
    {
        null => Finding.Note("memory", "How much memory is free cannot be asked here.", "Nothing to do; the rule min-free-memory does not hold."),
        _ when free < rules.LeastMemoryMiB => Finding.Bad("memory", $"{free:N0} MiB of memory are free; the worker pauses below {rules.LeastMemoryMiB:N0}.", "Close programs, or lower min-free-memory."),
        _ => Finding.Good("memory", $"{free:N0} MiB of memory are free."),
    };

    private static Finding JudgeInput(MachineState machine, OwnerRules rules)
    {
        if (rules.Always || rules.IdleAfter == TimeSpan.Zero)
            return Finding.Good("input", "Whether somebody is at the machine does not matter: your rules say so.");
        if (!machine.HasDisplay)
            return Finding.Good("input", "Nobody is logged in at a screen of this machine: it counts as free.");
        return machine.InputIdle is not null
            ? Finding.Good("input", "It is seen when somebody touches this machine.")
            : Finding.Bad("input", "Nothing tells whether somebody is at this machine, so the worker pauses while anybody is logged in.", OperatingSystem.IsLinux()
                ? "Let the worker's user read the input, then log in anew: sudo usermod -aG input USER. Or let it run all the same with idle-after = 0."
                : "Start the worker in your own session, not as a service; or let it run all the same with idle-after = 0.");
    }
}
