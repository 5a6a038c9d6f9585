using System.CommandLine;
using System.Security.Cryptography;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Worker.Local;

/// <summary>The options for the operator's signing key: a file of P-256 in PEM, readable by its owner alone.</summary>
internal sealed class SigningKey
{
    private readonly Option<string?> _file = new("--sign-key") { HelpName = "FILE", Description = "The operator's key to sign the table with, P-256 in PEM. Keep it off the grid's machines." };
    private readonly Option<bool> _new = new("--new-key") { Description = "Make the key of --sign-key first, and FILE.pub beside it, which the coordinator is told." };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_new);
    }

    /// <summary>Null when the table is not to be signed.</summary>
    /// <exception cref="LocalException">The file cannot be read or made, or holds no such key.</exception>
    public ECDsa? Read(ParseResult result)
    {
        var (path, isNew) = (result.GetValue(_file), result.GetValue(_new));
        if (path is null)
            return isNew ? throw new LocalException("--new-key needs --sign-key FILE, where the key is to lie.") : null;
        try
        {
            if (isNew)
                Make(path);
            return ToleranceSignature.ReadKey(File.ReadAllText(path)) is { } key && IsPrivate(key) ? key
                : throw new LocalException($"--sign-key {path} holds no private key of P-256 in PEM. Make one with --new-key under another name.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException) // the third for an empty name
        {
            throw new LocalException($"--sign-key \"{path}\" cannot be {(isNew ? "made" : "read")}: {error.Message}{(isNew ? " A key that is there is never replaced." : " Make one with --new-key.")}");
        }
    }

    private static void Make(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(path, options))
            file.Write($"{key.ExportPkcs8PrivateKeyPem()}\n");
        File.WriteAllText($"{path}.pub", $"{key.ExportSubjectPublicKeyInfoPem()}\n");
    }

    private static bool IsPrivate(ECDsa key)
    {
        try
        {
            return key.ExportParameters(includePrivateParameters: true).D is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
