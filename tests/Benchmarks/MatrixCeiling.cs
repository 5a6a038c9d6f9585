using System.Diagnostics;
using LaionGrid.Diffusion;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Onnx;

namespace LaionGrid.Benchmarks;

/// <summary>What a device can do at most: a network of large matrix products and nothing else, through the same runtime.</summary>
internal static class MatrixCeiling
{
    private const int Products = 16;
    private const int Runs = 5;

    /// <summary>The best of a few runs, each a second or less. A multiplication and an addition are two.</summary>
    public static double MeasureFlopPerS(ComputeDevice device, NumberKind numbers)
    {
        var side = device.Kind == ComputeKind.Cpu ? 1024 : 8192;
        using var folder = new TemporaryFolder();
        ModelFile.Write(Build(side, numbers), folder.Path, WeightPlace.OnnxData, seed: 1);
        using var session = new ModelSession(new BundleFolder(folder.Path), ModelFile.Name, device);
        var (input, output) = (session.Input("scale"), session.Output("mean"));
        var (scale, mean) = (new HostTensor(input.Kind, 1), new HostTensor(output.Kind, 1, 1));
        scale.Write<float>([1]);
        using var run = session.Bind([(input, scale)], (output, mean));
        run.Run(CancellationToken.None); // warms up
        return Enumerable.Range(0, Runs).Max(_ => 2.0 * Products * side * side * side / Time(run));
    }

    /// <summary>The matrix comes from the file and its mean leaves, so that no copying is measured.</summary>
    private static Graph Build(int side, NumberKind numbers)
    {
        var graph = new Graph("ceiling", numbers);
        var matrix = graph.Root.Mixing("matrix", side, side, side);
        var product = matrix * graph.Input("scale", numbers, 1);
        for (var index = 0; index < Products; index++)
            product = product.MatMul(matrix);
        graph.Output("mean", numbers, product.Apply("ReduceMean"), 1, 1);
        return graph;
    }

    private static double Time(BoundRun run)
    {
        var started = Stopwatch.GetTimestamp();
        run.Run(CancellationToken.None);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
