using LaionGrid.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>A network with its tensors in place: each run reads what the inputs hold by then and fills the output.</summary>
internal sealed class BoundRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _model;
    private readonly HostTensor[] _tensors; // the values below point into these
    private readonly string[] _inputNames;
    private readonly OrtValue[] _inputs;
    private readonly string[] _outputNames;
    private readonly OrtValue[] _outputs;

    public BoundRun(InferenceSession session, string model, (Port Port, HostTensor Tensor)[] inputs, (Port Port, HostTensor Tensor) output)
    {
        (_session, _model) = (session, model);
        _tensors = [.. inputs.Select(input => input.Tensor), output.Tensor];
        _inputNames = [.. inputs.Select(input => input.Port.Name)];
        _inputs = [.. inputs.Select(input => ValueOf(input.Tensor))];
        _outputNames = [output.Port.Name];
        _outputs = [ValueOf(output.Tensor)];
    }

    /// <summary>Stops within one operator of the graph when cancelled.</summary>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the output is then undefined.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var options = new RunOptions();
        using var stop = cancellationToken.Register(() => options.Terminate = true);
        try
        {
            _session.Run(options, _inputNames, _inputs, _outputNames, _outputs);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw new DeviceException($"Running {_model} failed: {error.Message}. Free device memory, ask for a smaller picture, or choose another device.", error);
        }
        GC.KeepAlive(_tensors);
    }

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs))
            value.Dispose();
    }

    private static OrtValue ValueOf(HostTensor tensor) =>
        OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TypeOf(tensor.Kind), tensor.Shape, tensor.Address, tensor.ByteCount);

    private static TensorElementType TypeOf(ElementKind kind) => kind switch
    {
        ElementKind.Float32 => TensorElementType.Float,
        ElementKind.Float16 => TensorElementType.Float16,
        ElementKind.Int32 => TensorElementType.Int32,
        ElementKind.Bool => TensorElementType.Bool,
        _ => TensorElementType.Int64,
    };
}
