using System.Text.RegularExpressions;

namespace LaionGrid.Worker.Bundles;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative to the bundle's folder, with '/'.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed partial record BundleFile(string Path, long Bytes, string Sha256)
{
    /// <summary>
    /// Plain names joined by '/': no root, no drive, no "..", no stream of another file, and nothing that this store uses itself.
    /// </summary>
    public bool IsSafe => Bytes >= 0 && SafePath().IsMatch(Path) && Hash().IsMatch(Sha256)
        && !Path.EndsWith(".part", StringComparison.OrdinalIgnoreCase) && !Path.Equals(BundleManifest.FileName, StringComparison.OrdinalIgnoreCase);

    public string PathIn(string folder) => System.IO.Path.Combine(folder, Path.Replace('/', System.IO.Path.DirectorySeparatorChar));

    [GeneratedRegex(@"^(?=.{1,200}\z)[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z")]
    private static partial Regex SafePath();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
