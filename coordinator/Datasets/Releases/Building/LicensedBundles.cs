using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LaionGrid.Coordinator.Models;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>A bundle as a release names it.</summary>
internal sealed record LicensedBundle(string Id, string Title, int Version, string Sha256, string Licence);

/// <summary>The bundles that are here, with the licences that their manifests state. What was made with one that is not here any more is not released: nobody can look its licence up.</summary>
internal sealed class LicensedBundles(BundleCatalogue catalogue, IOptions<ReleasesOptions> options)
{
    private readonly Dictionary<string, LicensedBundle> _bundles = catalogue.All.Select(Read).ToDictionary(bundle => bundle.Id);

    /// <summary>Those whose output may be given away.</summary>
    public IReadOnlySet<string> Clean => _bundles.Values.Where(bundle => options.Value.CleanLicences.Contains(bundle.Licence)).Select(bundle => bundle.Id).ToHashSet();

    public LicensedBundle? Find(string id) => _bundles.GetValueOrDefault(id);

    private static LicensedBundle Read(Bundle bundle)
    {
        using var manifest = JsonDocument.Parse(bundle.Manifest);
        string Text(string name) => manifest.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
        return new(bundle.Id, Text("title") is { Length: > 0 } title ? title : bundle.Id, bundle.Version, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bundle.Manifest))), Text("licence"));
    }
}
