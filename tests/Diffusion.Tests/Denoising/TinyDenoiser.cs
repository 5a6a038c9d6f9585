using LaionGrid.TestKit.Onnx;

namespace LaionGrid.Diffusion.Tests.Denoising;

/// <summary>Writes denoisers of a few nodes, with the element types and sides that a test wants, into a new folder's unet/.</summary>
internal static class TinyDenoiser
{
    private static readonly Side[] Sample = ["batch", 4, "height", "width"];

    /// <summary>out_sample = sample + timestep. A side is a number, or a name when it varies.</summary>
    public static string Write(NumberKind kind, NumberKind timestepKind, params string[] timestepSides)
    {
        var graph = new Graph("tiny", kind);
        var sample = graph.Input("sample", kind, Sample);
        var time = graph.Input("timestep", timestepKind, [.. timestepSides.Select(side => int.TryParse(side, out var number) ? (Side)number : side)]);
        return Write(graph, sample + time.Cast(kind));
    }

    /// <summary>Doubles the sample again and again, for ever.</summary>
    public static string WriteEndless()
    {
        var body = new Graph("body", NumberKind.Float32);
        body.Input("round", NumberKind.Int64);
        var goesOn = body.Input("goes_on", NumberKind.Boolean);
        var before = body.Input("before", NumberKind.Float32, Sample);
        body.Output("still_goes_on", NumberKind.Boolean, goesOn);
        body.Output("after", NumberKind.Float32, before + before, Sample);

        var graph = new Graph("tiny", NumberKind.Float32);
        var sample = graph.Input("sample", NumberKind.Float32, Sample);
        graph.Input("timestep", NumberKind.Float32);
        return Write(graph, graph.Apply("Loop", [graph.Nothing, graph.Nothing, sample], Attributes.Of("body", body)));
    }

    private static string Write(Graph graph, Value output)
    {
        graph.Input("encoder_hidden_states", graph.Numbers, "batch", 77, 2);
        graph.Output("out_sample", graph.Numbers, output, Sample);
        var folder = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;
        ModelFile.Write(graph, Path.Combine(folder, "unet"), WeightPlace.Inside, seed: 1);
        return folder;
    }
}
