using System.Diagnostics;
using LaionGrid.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// A network with its tensors in place, for any number of runs: each reads what the inputs hold by then and fills the outputs.
/// On the processor the network works in the tensors themselves and a run allocates nothing managed.
/// </summary>
internal sealed class BoundRun : IDisposable
{
    private readonly ModelSession _model;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly BoundTensor[] _inputs;
    private readonly BoundTensor[] _outputs;

    public BoundRun(ModelSession model, InferenceSession session, (Port Port, HostTensor Tensor)[] inputs, (Port Port, HostTensor Tensor)[] outputs)
    {
        _model = model;
        _binding = session.CreateIoBinding();
        using var memory = DeviceMemory.Of(session, model.Device);
        _inputs = [.. inputs.Select(input => new BoundTensor(input.Tensor, memory))];
        _outputs = [.. outputs.Select(output => new BoundTensor(output.Tensor, memory))];
        foreach (var (tensor, input) in _inputs.Zip(inputs))
            _binding.BindInput(input.Port.Name, tensor.Bound);
        foreach (var (tensor, output) in _outputs.Zip(outputs))
            _binding.BindOutput(output.Port.Name, tensor.Bound);
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
            foreach (var input in _inputs)
                input.Send();
            _model.Run(_options, _binding);
            foreach (var output in _outputs)
                output.Fetch();
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
        foreach (var tensor in _inputs.Concat(_outputs))
            tensor.Dispose();
    }
}
