using System.Text;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Rendering;

/// <summary>A process that greets as a render process does and ends with the first word that comes: what a crash or a lost driver looks like from outside. Like the real one it starts no others.</summary>
internal static class DyingProcess
{
    public const string LastWords = "the card has fallen off the bus";

    public static ChildCommand Command { get; } = new("/bin/sh", ["-c", $"printf '{Octal(Hello())}'; echo {LastWords} >&2; exec head -c 8 >/dev/null"]);

    private static byte[] Hello()
    {
        using var written = new MemoryStream();
        using var frames = new FrameStream(Stream.Null, written);
        frames.WriteAsync(new(new FrameHeader.Hello(new("Broken card", "CUDA", 8192))), default).GetAwaiter().GetResult(); // memory does not wait
        return written.ToArray();
    }

    private static string Octal(byte[] bytes) => bytes.Aggregate(new StringBuilder(), (text, one) => text.Append('\\').Append(Convert.ToString(one, 8).PadLeft(3, '0'))).ToString();
}
