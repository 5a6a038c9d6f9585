using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Tests.Sessions;

public sealed class ComputeDeviceTests
{
    [Fact]
    public void Probe_OnAnyMachine_FindsTheCpuLast()
    {
        var devices = ComputeDevice.Probe();

        Assert.Equal(ComputeKind.Cpu, devices[^1].Kind);
        Assert.StartsWith("CPU (", devices[^1].Name, StringComparison.Ordinal);
        Assert.True(devices[^1].MemoryMiB > 0);
        Assert.All(devices.SkipLast(1), device => Assert.Equal(ComputeKind.Cuda, device.Kind));
    }

    [Fact]
    public void Load_OntoACardThatIsNotThere_SaysWhatToInstall()
    {
        var card = new ComputeDevice(ComputeKind.Cuda, 99, "a card of another machine", 1);

        var error = Assert.Throws<DeviceException>(() => new ModelSession(Pocket.Folder, "unet/model.onnx", card));

        Assert.Contains("Install NVIDIA's driver", error.Message, StringComparison.Ordinal);
    }
}
