using LaionGrid.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>One network, loaded onto a device. What it wants is read from the file: names, kinds and sides differ between exporters.</summary>
internal sealed class ModelSession : IDisposable
{
    private readonly Func<string, string, Exception?, BundleException> _fault;
    private readonly string _name;
    private readonly InferenceSession _session;

    /// <param name="name">The network's file in the folder.</param>
    /// <exception cref="BundleException">The file is missing or no network that this device can run.</exception>
    /// <exception cref="DeviceMemoryException">It does not fit into the device.</exception>
    public ModelSession(BundleFolder folder, string name, ComputeDevice device)
        : this(name, device, options => new InferenceSession(folder.Find(name), options), (wrong, remedy, inner) => folder.Fault(name, wrong, remedy, inner))
    {
    }

    private ModelSession(string name, ComputeDevice device, Func<SessionOptions, InferenceSession> load, Func<string, string, Exception?, BundleException> fault)
    {
        (_name, Device, _fault) = (name, device, fault);
        using var options = ProviderOptions.For(device);
        try
        {
            _session = load(options);
        }
        catch (OnnxRuntimeException error) when (MemoryFault.Is(error))
        {
            throw MemoryFault.Of(error, $"Loading {name} onto {device.Name} wants another", device);
        }
        catch (OnnxRuntimeException error)
        {
            throw fault($"cannot be loaded onto {device.Name}: {error.Message}", "Fetch the model again, or choose another device", error);
        }
    }

    public ComputeDevice Device { get; }

    /// <summary>How long its runs took.</summary>
    public RunClock Clock { get; } = new();

    /// <summary>Names of all outputs, in the file's order.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>A network that is no file.</summary>
    /// <param name="name">For messages.</param>
    public static ModelSession OfBytes(byte[] model, string name, ComputeDevice device) =>
        new(name, device, options => new InferenceSession(model, options), (wrong, remedy, inner) => new($"{name} {wrong}. {remedy}.", inner));

    public bool HasInput(string name) => _session.InputMetadata.ContainsKey(name);

    /// <summary>The input with the first of these names that the network has.</summary>
    /// <exception cref="BundleException">It has none of them.</exception>
    public Port Input(params ReadOnlySpan<string> names) => Choose(_session.InputMetadata, names, "input");

    /// <summary>The output with the first of these names that the network has.</summary>
    /// <exception cref="BundleException">It has none of them.</exception>
    public Port Output(params ReadOnlySpan<string> names) => Choose(_session.OutputMetadata, names, "output");

    /// <summary>Ties tensors to ports for any number of runs.</summary>
    public BoundRun Bind((Port Port, HostTensor Tensor)[] inputs, params (Port Port, HostTensor Tensor)[] outputs) => new(this, _session, inputs, outputs);

    public void Dispose() => _session.Dispose();

    internal void Run(RunOptions options, OrtIoBinding binding) => _session.RunWithBinding(options, binding);

    internal DeviceException RunFault(OnnxRuntimeException error) => MemoryFault.Is(error)
        ? MemoryFault.Of(error, $"Running {_name} on {Device.Name} wants another", Device)
        : new DeviceException($"Running {_name} on {Device.Name} failed: {error.Message} Ask for other sides (many networks want multiples of 64), or choose another device.", error);

    private Port Choose(IReadOnlyDictionary<string, NodeMetadata> ports, ReadOnlySpan<string> names, string what)
    {
        foreach (var name in names)
        {
            if (ports.TryGetValue(name, out var port))
                return new(name, KindOf(port, name), port.Dimensions, port.SymbolicDimensions);
        }
        throw _fault($"has no {what} named {string.Join(" or ", names.ToArray())}, only {string.Join(", ", ports.Keys)}", "Use an export in the Stable Diffusion layout", null);
    }

    private ElementKind KindOf(NodeMetadata port, string name) => port.ElementDataType switch
    {
        TensorElementType.Float => ElementKind.Float32,
        TensorElementType.Float16 => ElementKind.Float16,
        TensorElementType.Int32 => ElementKind.Int32,
        TensorElementType.Int64 => ElementKind.Int64,
        TensorElementType.Bool => ElementKind.Bool,
        var other => throw _fault($"declares {name} as {other}", "Use an export in float32 or float16", null),
    };
}
