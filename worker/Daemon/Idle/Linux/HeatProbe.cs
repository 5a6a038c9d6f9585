namespace LaionGrid.Worker.Idle.Linux;

/// <summary>The hottest chip that computes, and what an AMD card takes, from the kernel's sensors. Disks, batteries and network cards are left alone.</summary>
internal sealed class HeatProbe(SystemFiles files) : IProbe
{
    private static readonly string[] Processors = ["coretemp", "k10temp", "zenpower", "cpu_thermal"];
    private static readonly string[] Chips = [.. Processors, "amdgpu", "radeon", "nouveau", "i915", "xe"];
    private static readonly string[] Zones = ["x86_pkg_temp", "cpu", "soc", "gpu"];

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        var chips = files.Folders("sys/class/hwmon").Select(chip => (Folder: chip, Name: files.Read(chip, "name") ?? "")).Where(chip => Chips.Contains(chip.Name)).ToList();
        var heats = chips.SelectMany(chip => Inputs(chip.Folder, "temp*_input", 1e3).Select(celsius => new Reading(chip.Name, celsius))).ToList();
        if (heats.Count == 0)
            heats = [.. ThermalZones()];
        var powers = chips.Where(chip => chip.Name == "amdgpu").SelectMany(chip => Inputs(chip.Folder, "power1_*", 1e6).Select(watts => new Reading(chip.Name, watts)));
        var ofProcessors = heats.Where(heat => Processors.Contains(heat.Source) || chips.Count == 0);
        return new(known with { Heat = heats.MaxBy(heat => heat.Value), ProcessorHeat = ofProcessors.MaxBy(heat => heat.Value), Power = powers.MaxBy(power => power.Value) });
    }

    private IEnumerable<double> Inputs(string folder, string pattern, double unit) => files.Files(folder, pattern)
        .Where(path => path.EndsWith("_input", StringComparison.Ordinal) || path.EndsWith("_average", StringComparison.Ordinal)).Select(path => files.ReadNumber(path) / unit).OfType<double>();

    private IEnumerable<Reading> ThermalZones() =>
        from zone in files.Folders("sys/class/thermal")
        let type = files.Read(zone, "type") ?? ""
        where Zones.Any(known => type.StartsWith(known, StringComparison.Ordinal))
        let millidegrees = files.ReadNumber(zone, "temp")
        where millidegrees is not null
        select new Reading(type, millidegrees.Value / 1e3);
}
