using System.Diagnostics;

namespace LaionGrid.TestKit.S3;

/// <summary>A real server that speaks S3, in a process of its own over a folder of its own. One for all tests of a class.</summary>
public sealed class S3Server : IDisposable
{
    public const string Bucket = "pictures";

    /// <summary>The only key that the server knows, and its secret, which it does not check.</summary>
    public const string Key = "S3RVER";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly Process? _process;

    public S3Server()
    {
        if (S3FactAttribute.Program is not { } program)
            return; // its tests are skipped, but the runner makes their fixture all the same
        _process = Process.Start(new ProcessStartInfo("node", [program, "-d", _folder.Path, "-a", "127.0.0.1", "-p", "0", "--silent", "--configure-bucket", Bucket])
        {
            RedirectStandardOutput = true,
        });
        Address = $"http://{ReadAddress(_process!)}"; // Start returns null only for a document that a running program opens.
    }

    public string Address { get; } = "";

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit(Patience);
        _process?.Dispose();
        _folder.Dispose();
    }

    private static string ReadAddress(Process process)
    {
        const string Before = "listening on ";
        using var late = new CancellationTokenSource(Patience);
        using var _ = late.Token.Register(process.Kill); // its output ends with it
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains(Before, StringComparison.Ordinal))
                return line[(line.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..];
        }
        throw new InvalidOperationException($"The S3 server ended before it listened, or did not within {Patience}.");
    }
}
