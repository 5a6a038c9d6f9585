using LaionGrid.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// A tensor as a network sees it: itself, or its place at a fixed address of a device's memory. What is written crosses to the device once,
/// before the next run, so that what does not change between steps (a text's states) stays there.
/// </summary>
internal sealed class BoundTensor : IDisposable
{
    private readonly HostTensor _tensor; // the host value points into it
    private readonly OrtValue[] _host; // of one: what copying wants
    private readonly OrtValue[] _device; // of one, or of none where the network reads the host's memory
    private int _sent;

    public BoundTensor(HostTensor tensor, OrtAllocator? memory)
    {
        _tensor = tensor;
        _host = [OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TypeOf(tensor.Kind), tensor.Shape, tensor.Address, tensor.ByteCount)];
        _device = memory is null ? [] : [OrtValue.CreateAllocatedTensorValue(memory, TypeOf(tensor.Kind), tensor.Shape)];
    }

    /// <summary>What the network is given.</summary>
    public OrtValue Bound => _device.Length == 0 ? _host[0] : _device[0];

    public void Send()
    {
        if (_device.Length == 0 || _sent == _tensor.Writes)
            return;
        OrtEnv.Instance().CopyTensors(_host, _device, null);
        _sent = _tensor.Writes;
    }

    public void Fetch()
    {
        if (_device.Length > 0)
            OrtEnv.Instance().CopyTensors(_device, _host, null);
    }

    public void Dispose()
    {
        foreach (var value in _host.Concat(_device))
            value.Dispose();
    }

    private static TensorElementType TypeOf(ElementKind kind) => kind switch
    {
        ElementKind.Float32 => TensorElementType.Float,
        ElementKind.Float16 => TensorElementType.Float16,
        ElementKind.Int32 => TensorElementType.Int32,
        ElementKind.Bool => TensorElementType.Bool,
        _ => TensorElementType.Int64,
    };
}
