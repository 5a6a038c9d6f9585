using LaionGrid.Diffusion.Sessions;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Onnx;

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

    /// <summary>Where the file comes from: to change it, change this, and write what it builds over worker/Diffusion/Sessions/probe.onnx.</summary>
    [Fact]
    public void TheProbe_IsOneConvolution()
    {
        using var folder = new TemporaryFolder();
        var graph = new Graph("probe", NumberKind.Float32);
        var sample = graph.Input("sample", NumberKind.Float32, "batch", 4, "height", "width");
        var weight = graph.Root.Mixing("weight", 4 * 3 * 3, 4, 4, 3, 3);
        graph.Output("out_sample", NumberKind.Float32, graph.Apply("Conv", [sample, weight], Attributes.Of("pads", [1, 1, 1, 1])), "batch", 4, "height", "width");
        ModelFile.Write(graph, folder.Path, WeightPlace.Inside, seed: 1);

        var probe = typeof(DeviceProbe).Assembly.GetManifestResourceStream("probe.onnx")!; // a test above fails without it
        var bytes = new byte[probe.Length];
        probe.ReadExactly(bytes);

        Assert.Equal(File.ReadAllBytes(folder["model.onnx"]), bytes);
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
