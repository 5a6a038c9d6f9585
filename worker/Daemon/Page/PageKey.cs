using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Worker.Files;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Page;

/// <summary>
/// The secret of a browser that was let in. It is kept, so that the browser stays so when the worker restarts; one that others could read is kept no longer. Safe to call from any thread.
/// </summary>
internal sealed class PageKey(DataFolder folder)
{
    private const string Name = "page.key";
    private const int Bytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private volatile string _text = ReadOrDraw(folder.PathOf(Name));

    public string Text => _text;

    public bool Is(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(_text));

    /// <summary>Locks out every browser that was let in.</summary>
    public void Renew() => _text = Draw(folder.PathOf(Name));

    /// <summary>What nobody guesses, for addresses and cookies.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    private static string ReadOrDraw(string path) =>
        File.Exists(path) && IsPrivate(path) && File.ReadAllText(path) is { } kept && kept.Length == Base64Url.GetEncodedLength(Bytes) ? kept : Draw(path);

    private static bool IsPrivate(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerOnly) == 0;

    private static string Draw(string path)
    {
        var drawn = Random();
        WholeFile.WriteForOwner(path, Encoding.UTF8.GetBytes(drawn));
        return drawn;
    }
}
