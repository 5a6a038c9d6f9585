using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Tests.Sessions;

public sealed class ProbeTests
{
    [Fact]
    public void Run_OnAnyMachine_ListsDevicesThatComputeAsTheCpuDoes()
    {
        var probe = DeviceProbe.Run();

        Assert.Equal(ComputeKind.Cpu, probe.Devices[^1].Kind);
        Assert.All(probe.Devices, device => Assert.Null(ProbeNetwork.Check(device)));
    }

    [Theory]
    [InlineData(ComputeKind.Cuda)]
    [InlineData(ComputeKind.DirectMl)]
    [InlineData(ComputeKind.CoreMl)]
    [InlineData(ComputeKind.WebGpu)]
    public void Check_OfADeviceOfAnotherMachine_SaysWhyAndWhatToDo(ComputeKind kind)
    {
        var problem = ProbeNetwork.Check(new ComputeDevice(kind, 99, "a card of another machine", 1));

        Assert.StartsWith("a card of another machine cannot be used: ", problem, StringComparison.Ordinal);
        Assert.EndsWith("or choose the CPU.", problem, StringComparison.Ordinal);
    }
}
