using LaionGrid.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// One convolution of 4 by 4 channels, 3 by 3, over a latent of 8 by 8: small enough to run at every start, and the operator that a
/// half-installed device lacks first.
/// </summary>
internal static class ProbeNetwork
{
    private const string File = "probe.onnx";
    private const double Tolerance = 1e-2; // half of the digits that TF32 or half precision keep; a wrong driver is wrong by more

    private static readonly Lazy<byte[]> Model = new(Read);
    private static readonly LatentShape Shape = new(4, 8, 8);

    /// <summary>Null when the device computes what the CPU does; otherwise in one line why not, and what to do.</summary>
    public static string? Check(ComputeDevice device)
    {
        try
        {
            return Run(device).Zip(Run(ComputeDevice.Cpu())).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance)
                ? null
                : $"{device.Name} computes a convolution wrongly. Update its driver, or choose the CPU.";
        }
        catch (Exception error) when (error is OnnxRuntimeException or DeviceException or BundleException)
        {
            return $"{device.Name} cannot be used: {error.Message.ReplaceLineEndings(" ")} Update its driver, or choose the CPU.";
        }
    }

    private static float[] Run(ComputeDevice device)
    {
        using var session = ModelSession.OfBytes(Model.Value, File, device);
        var (input, output) = (session.Input("sample"), session.Output("out_sample"));
        var (sample, result) = (new HostTensor(input.Kind, 1, Shape.Channels, Shape.Height, Shape.Width), new HostTensor(output.Kind, 1, Shape.Channels, Shape.Height, Shape.Width));
        sample.Write<float>([.. Enumerable.Range(0, Shape.Length).Select(index => (index % 7) - 3)]);
        using var run = session.Bind([(input, sample)], (output, result));
        run.Run(CancellationToken.None);
        var values = new float[Shape.Length];
        result.Read(values);
        return values;
    }

    private static byte[] Read()
    {
        using var resource = typeof(ProbeNetwork).Assembly.GetManifestResourceStream(File) ?? throw new InvalidOperationException($"{File} is not in the assembly.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
