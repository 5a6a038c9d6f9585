namespace LaionGrid.Worker.Loop;

/// <summary>Which device a scope's services are for. Set once, before any of them is asked for.</summary>
internal sealed class DeviceScope
{
    private PlannedDevice? _device;

    public PlannedDevice Device
    {
        get => _device ?? throw new InvalidOperationException("This scope has no device yet.");
        set => _device = value;
    }
}
