using System.Globalization;
using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Setup;

/// <summary>Which of the grid's bundles suit this machine, a line each.</summary>
/// <param name="memoryMiB">What the device has for rendering; null when it does not say.</param>
internal sealed class BundleTable(BundleStore bundles, long? memoryMiB, MachineSpeed speed)
{
    public IEnumerable<string> Of(IReadOnlyList<OfferedBundle> offered)
    {
        var width = offered.Max(bundle => bundle.Title.Length);
        return offered.Select(bundle => $"  {bundle.Title.PadRight(width)}  {Size(bundle),10}  {Verdict(bundle)}");
    }

    private static string Size(OfferedBundle bundle) => string.Create(CultureInfo.InvariantCulture, $"{bundle.Manifest.Bytes / 1e6:N0} MB");

    private string Verdict(OfferedBundle bundle)
    {
        if (bundle.Work.MemoryMib > memoryMiB)
            return string.Create(CultureInfo.InvariantCulture, $"too large: it needs {bundle.Work.MemoryMib:N0} MiB of memory, and there are {memoryMiB:N0}");
        if (!bundles.CanHold(bundle.Manifest))
            return $"no room: {bundles.Lacking(bundle.Manifest)}";
        return string.Join(", ", ["fits", Download(bundle), .. Picture(bundle)]);
    }

    private string Download(OfferedBundle bundle)
    {
        if (bundles.IsOnDisk(bundle.Manifest))
            return "is here";
        return speed.BytesPerSecond is { } rate ? $"{DownloadProgress.Left(bundle.Manifest.Bytes / rate)} to download" : "not downloaded";
    }

    /// <summary>By its arithmetic: networks of other sizes run at somewhat other rates.</summary>
    private IEnumerable<string> Picture(OfferedBundle bundle) =>
        speed.FlopPerSecond is { } rate && bundle.Flop > 0 ? [string.Create(CultureInfo.InvariantCulture, $"about {bundle.Flop / rate:0.#} s a picture")] : [];
}
