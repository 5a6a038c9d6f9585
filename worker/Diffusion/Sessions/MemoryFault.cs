using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>
/// Tells full memory from other faults. ONNX Runtime has no error code for it: its arenas, the C++ library and CUDA's each say it in
/// words of their own, sometimes with the size that was wanted.
/// </summary>
internal static partial class MemoryFault
{
    private const double BytesPerMiB = 1 << 20;

    private static readonly string[] Signs = ["Failed to allocate memory", "bad_alloc", "bad allocation", "out of memory", "smaller than requested bytes", "E_OUTOFMEMORY"];

    public static bool Is(OnnxRuntimeException error) => Signs.Any(sign => error.Message.Contains(sign, StringComparison.OrdinalIgnoreCase));

    /// <param name="what">What did not fit and its verb, as the start of a sentence.</param>
    public static DeviceMemoryException Of(OnnxRuntimeException error, string what, ComputeDevice device)
    {
        var size = Wanted().Match(error.Message);
        long? need = size.Success && double.TryParse(size.Groups[1].Value, CultureInfo.InvariantCulture, out var bytes) ? (long)Math.Ceiling(bytes / BytesPerMiB) : null;
        return new(what, need, device.MemoryBudgetMiB, error);
    }

    [GeneratedRegex(@"(?:buffer of size|requested bytes of) (\d+)")]
    private static partial Regex Wanted();
}
