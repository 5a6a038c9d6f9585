using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LaionGrid.Diffusion.Tests.Bundles;

/// <summary>A network file, loaded without the engine and shown made-up inputs of the kinds and sides that it declares.</summary>
internal sealed class NetworkTrial : IDisposable
{
    private const int UsualChoice = 1;

    private static readonly Dictionary<string, int> Lengths = new()
    {
        ["sequence_length"] = 77,
        ["height"] = 64,
        ["width"] = 64,
        ["latent_height"] = 8,
        ["latent_width"] = 8,
    };

    private readonly InferenceSession _session;
    private readonly int _batch;

    /// <param name="batch">For networks that take any.</param>
    public NetworkTrial(string file, int batch = 1)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 }; // starting threads would take longer than the networks do
        (_session, _batch) = (new InferenceSession(file, options), batch);
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>What an input of one number is shown.</summary>
    public static float FirstNumber => Choose("", 1, UsualChoice)[0];

    /// <summary>The outputs by name; yes is 1 and no is 0.</summary>
    /// <param name="changed">The input to be shown something else than usual.</param>
    /// <param name="from">Where in it the change begins.</param>
    public Dictionary<string, float[]> Run(string? changed = null, int from = 0) =>
        Feed(Inputs.ToDictionary(input => input.Key, input => Make(input.Key, input.Value, input.Key == changed ? from : int.MaxValue)));

    /// <summary>A text model's outputs for these ids.</summary>
    public Dictionary<string, float[]> Encode(int[] ids) => Feed(new() { ["input_ids"] = OrtValue.CreateTensorValueFromMemory(ids, [1, ids.Length]) });

    public void Dispose() => _session.Dispose();

    private Dictionary<string, float[]> Feed(Dictionary<string, OrtValue> inputs)
    {
        using var options = new RunOptions();
        using var results = _session.Run(options, inputs, [.. Outputs.Keys]);
        var outputs = Outputs.Keys.Zip(results).ToDictionary(result => result.First, result => Read(result.Second));
        foreach (var input in inputs.Values)
            input.Dispose();
        return outputs;
    }

    private OrtValue Make(string name, NodeMetadata port, int from)
    {
        var shape = port.Dimensions.Select((side, axis) => side > 0 ? side : (long)Length(port.SymbolicDimensions[axis])).ToArray();
        var length = checked((int)shape.Aggregate(1L, (length, side) => length * side));
        float[] numbers = [.. Choose(name, length, UsualChoice).Take(from), .. Choose(name, length, UsualChoice + 1).Skip(from)];
        return port.ElementDataType switch
        {
            TensorElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => (int)number), shape),
            TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => (long)number), shape),
            TensorElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(numbers, number => (Float16)number), shape),
            _ => OrtValue.CreateTensorValueFromMemory(numbers, shape),
        };
    }

    /// <summary>A denoiser's sides are in cells, a picture's in pixels.</summary>
    private int Length(string symbol) => symbol == "batch_size" ? _batch
        : Inputs.ContainsKey("timestep") && symbol is "height" or "width" ? 8
        : Lengths[symbol];

    private static float[] Choose(string name, int length, int choice)
    {
        var random = new Random(choice);
        return [.. Enumerable.Range(0, length).Select(index => name switch
        {
            "input_ids" => random.Next(500),
            "timestep" => choice * 300f,
            "time_ids" => choice * 64f,
            _ => (random.NextSingle() * 2) - 1,
        })];
    }

    private static float[] Read(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Bool => [.. value.GetTensorDataAsSpan<bool>().ToArray().Select(flag => flag ? 1f : 0f)],
        TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), number => (float)number),
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };
}
