namespace LaionGrid.Worker.Idle.Linux;

/// <summary>Whether the machine draws on its battery: one of its own is being emptied and no mains is there. A mouse's battery is none of its own.</summary>
internal sealed class PowerSupplyProbe(SystemFiles files) : IProbe
{
    private const string Supplies = "sys/class/power_supply";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        var (isPlugged, isEmptying, hasAny) = (false, false, false);
        foreach (var supply in files.Folders(Supplies).Where(supply => files.Read(supply, "scope") != "Device"))
        {
            hasAny = true;
            var isBattery = files.Read(supply, "type") == "Battery";
            isEmptying |= isBattery && files.Read(supply, "status") == "Discharging";
            isPlugged |= !isBattery && files.Read(supply, "online") == "1";
        }
        return new(known with { IsOnBattery = hasAny ? isEmptying && !isPlugged : null });
    }
}
