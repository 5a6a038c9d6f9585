namespace LaionGrid.Diffusion;

/// <summary>A device has not the memory that a network or a picture needs.</summary>
/// <param name="what">What did not fit and its verb, such as "Loading x needs" or "Running x wants another".</param>
/// <param name="needMiB">What was wanted; null when the device did not say.</param>
/// <param name="haveMiB">What the device has, or what its owner gives; null when neither says.</param>
public sealed class DeviceMemoryException(string what, long? needMiB, long? haveMiB, Exception? inner = null)
    : DeviceException($"{what} {Size(needMiB)} of memory; the device gives {Size(haveMiB)} in all. "
        + "Ask for a smaller picture or fewer at once, free memory, or choose another device.", inner)
{
    public long? NeedMiB => needMiB;

    public long? HaveMiB => haveMiB;

    private static string Size(long? mebibytes) => mebibytes is { } size ? FormattableString.Invariant($"{size:#,0} MiB") : "an unknown amount";
}
