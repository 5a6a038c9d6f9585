using System.Security.Cryptography;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification;

/// <summary>The lottery's secret: drawn once, kept owner-only beside the data, so that a restart draws the same lots.</summary>
internal sealed class VerificationSecret(IOptions<DataOptions> data)
{
    private const int Length = 32;

    private readonly Lazy<byte[]> _bytes = new(() => ReadOrDraw(data.Value.PathOf("lottery.key")));

    public ReadOnlySpan<byte> Bytes => _bytes.Value;

    private static byte[] ReadOrDraw(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Length } kept)
            return kept;
        var drawn = RandomNumberGenerator.GetBytes(Length);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(drawn);
        file.Flush(flushToDisk: true);
        return drawn;
    }
}
