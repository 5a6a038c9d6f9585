namespace LaionGrid.Worker.Idle;

/// <summary>Free space where the data folder lies.</summary>
internal sealed class DiskProbe(string folder) : IProbe
{
    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public bool MayBlock => true;

    public ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
    {
        try
        {
            return new(known with { FreeDiskMiB = new DriveInfo(folder).AvailableFreeSpace >> 20 });
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return new(known with { FreeDiskMiB = null }); // a network folder, or one without a drive
        }
    }
}
