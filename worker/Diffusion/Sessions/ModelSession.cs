using LaionGrid.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>One network, loaded onto a device. What it wants is read from the file: names, kinds and sides differ between exporters.</summary>
internal sealed class ModelSession : IDisposable
{
    private readonly BundleFolder _folder;
    private readonly string _name;
    private readonly InferenceSession _session;

    /// <param name="name">The network's file in the folder.</param>
    /// <exception cref="BundleException">The file is missing or no network that this device can run.</exception>
    public ModelSession(BundleFolder folder, string name, ComputeDevice device)
    {
        (_folder, _name) = (folder, name);
        var path = folder.Find(name);
        try
        {
            using var options = ProviderOptions.For(device);
            _session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw folder.Fault(name, $"cannot be loaded onto {device.Name}: {error.Message}", "Fetch the model again, or choose another device", error);
        }
    }

    /// <summary>The input with the first of these names that the network has.</summary>
    public Port Input(params ReadOnlySpan<string> names) => Choose(_session.InputMetadata, names, "input");

    /// <summary>The output with the first of these names that the network has.</summary>
    public Port Output(params ReadOnlySpan<string> names) => Choose(_session.OutputMetadata, names, "output");

    /// <summary>Ties tensors to ports for any number of runs.</summary>
    public BoundRun Bind((Port Port, HostTensor Tensor)[] inputs, (Port Port, HostTensor Tensor) output) => new(_session, _name, inputs, output);

    public void Dispose() => _session.Dispose();

    private Port Choose(IReadOnlyDictionary<string, NodeMetadata> ports, ReadOnlySpan<string> names, string what)
    {
        foreach (var name in names)
        {
            if (ports.TryGetValue(name, out var port))
                return new(name, KindOf(port, name), port.Dimensions, port.SymbolicDimensions);
        }
        throw _folder.Fault(_name, $"has no {what} named {string.Join(" or ", names.ToArray())}, only {string.Join(", ", ports.Keys)}", "Use an export in the Stable Diffusion 1 layout");
    }

    private ElementKind KindOf(NodeMetadata port, string name) => port.ElementDataType switch
    {
        TensorElementType.Float => ElementKind.Float32,
        TensorElementType.Float16 => ElementKind.Float16,
        TensorElementType.Int32 => ElementKind.Int32,
        TensorElementType.Int64 => ElementKind.Int64,
        TensorElementType.Bool => ElementKind.Bool,
        var other => throw _folder.Fault(_name, $"declares {name} as {other}", "Use an export in float32 or float16"),
    };
}
