namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// What the kernel tells of cards whose drivers are its own, AMD's and Intel's: memory, how busy, heat and power, as far as each driver tells.
/// NVIDIA's are asked by its library. A card that sleeps is not woken for it.
/// </summary>
internal sealed class KernelCards(SystemFiles files) : IProbe
{
    private const double BytesPerMiB = 1 << 20;

    private static readonly Dictionary<string, string> Makers = new() { ["0x1002"] = "AMD", ["0x8086"] = "Intel" };

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        var cards = files.Folders("sys/class/drm").Where(folder => Path.GetFileName(folder) is ['c', 'a', 'r', 'd', .. var number] && number.All(char.IsAsciiDigit))
            .Order(StringComparer.Ordinal).Select(folder => Read(Path.Combine(folder, "device"))).OfType<CardState>().ToList();
        return new(known with { Cards = [.. known.Cards.Where(card => !Makers.Values.Any(maker => card.Driver.StartsWith(maker, StringComparison.Ordinal))), .. cards] });
    }

    private CardState? Read(string device)
    {
        if (!Makers.TryGetValue(files.Read(device, "vendor") ?? "", out var maker))
            return null;
        var (place, driver) = (Fact(device, "PCI_SLOT_NAME"), Fact(device, "DRIVER"));
        var isAwake = files.Read(device, "power", "runtime_status") != "suspended";
        var sensors = isAwake ? files.Folders(Path.Combine(device, "hwmon")).FirstOrDefault() : null;
        var total = MiB(device, "mem_info_vram_total");
        return new(
            files.Read(device, "product_name") is { Length: > 0 } name ? name : $"{maker} card at {place}",
            total ?? 0,
            total - MiB(device, "mem_info_vram_used") ?? 0,
            (int?)(sensors is null ? null : files.ReadNumber(sensors, "temp1_input") / 1e3),
            sensors is null ? null : (files.ReadNumber(sensors, "power1_average") ?? files.ReadNumber(sensors, "power1_input")) / 1e6,
            (int?)(isAwake ? files.ReadNumber(device, "gpu_busy_percent") : null))
        {
            Id = place,
            Driver = $"{maker} {driver} {files.Read("sys/module", driver, "version")}".Trim(),
        };
    }

    private long? MiB(string device, string file) => (long?)(files.ReadNumber(device, file) / BytesPerMiB);

    /// <summary>Of the kernel's own "NAME=value" lines about the device; empty when it is not there.</summary>
    private string Fact(string device, string name) =>
        files.Read(device, "uevent")?.Split('\n').FirstOrDefault(line => line.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";
}
