using System.Diagnostics;
using LaionGrid.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// A network with its tensors in place, for any number of runs: each reads what the inputs hold by then and fills the outputs. On the
/// processor the network works in the tensors themselves, and a run allocates nothing managed. Other devices have memory of their own: what was
/// written since the last run crosses before the next, so that what does not change between steps (a text's states) crosses once.
/// </summary>
internal sealed class BoundRun : IDisposable
{
    private readonly ModelSession _model;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly (string Name, HostTensor Tensor, OrtValue Value)[] _inputs; // values point into the tensors' memory
    private readonly (string Name, HostTensor Tensor, OrtValue Value)[] _outputs;
    private readonly int[] _sent;

    public BoundRun(ModelSession model, InferenceSession session, (Port Port, HostTensor Tensor)[] inputs, (Port Port, HostTensor Tensor)[] outputs)
    {
        _model = model;
        _binding = session.CreateIoBinding();
        _inputs = [.. inputs.Select(input => (input.Port.Name, input.Tensor, ValueOf(input.Tensor)))];
        _outputs = [.. outputs.Select(output => (output.Port.Name, output.Tensor, ValueOf(output.Tensor)))];
        _sent = new int[_inputs.Length];
        foreach (var (name, _, value) in _outputs)
            _binding.BindOutput(name, value);
    }

    /// <summary>Stops within one operator of the graph when cancelled.</summary>
    /// <exception cref="DeviceMemoryException">The device's memory is full.</exception>
    /// <exception cref="DeviceException">The network cannot run with these shapes, or the device failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the output is then undefined.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _options.Terminate = false;
        using var stop = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _options); // never null: it is the next argument
        var started = Stopwatch.GetTimestamp();
        try
        {
            Send();
            _model.Run(_options, _binding);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw _model.RunFault(error);
        }
        _model.Clock.Add(Stopwatch.GetElapsedTime(started));
    }

    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        foreach (var (_, _, value) in _inputs.Concat(_outputs))
            value.Dispose();
    }

    /// <summary>
    /// Binding copies an input to wherever the network reads it, once, so what was written after is seen when it is bound again. Where that is
    /// differs from input to input: a timestep of 64 bits may be read on the processor by a network that runs on a card, and a
    /// tensor that was placed on the card beforehand would be copied back when bound, and stay as it was then.
    /// </summary>
    private void Send()
    {
        for (var index = 0; index < _inputs.Length; index++)
        {
            var (name, tensor, value) = _inputs[index];
            if (_sent[index] == tensor.Writes || (_sent[index] > 0 && _model.Device.SharesHostMemory))
                continue;
            _binding.BindInput(name, value);
            _sent[index] = tensor.Writes;
        }
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
