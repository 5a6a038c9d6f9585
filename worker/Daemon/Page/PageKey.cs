using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Page;

/// <summary>The secret of a browser that was let in. It is kept, so that the browser stays so when the worker restarts. Safe to call from any thread.</summary>
internal sealed class PageKey(DataFolder folder)
{
    private const string Name = "page.key";
    private const int Bytes = 32;

    private readonly Lock _lock = new();
    private string? _text;

    public string Text
    {
        get
        {
            lock (_lock)
                return _text ??= ReadOrDraw();
        }
    }

    public bool Is(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Text));

    /// <summary>Locks out every browser that was let in.</summary>
    public void Renew()
    {
        lock (_lock)
            _text = Draw();
    }

    /// <summary>Random bytes that nobody guesses, for addresses and cookies.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    private string ReadOrDraw()
    {
        var path = folder.PathOf(Name);
        return File.Exists(path) && File.ReadAllText(path) is { } kept && kept.Length == Base64Url.GetEncodedLength(Bytes) ? kept : Draw();
    }

    private string Draw()
    {
        var drawn = Random();
        OwnerOnlyFile.Write(folder.PathOf(Name), Encoding.UTF8.GetBytes(drawn));
        return drawn;
    }
}
