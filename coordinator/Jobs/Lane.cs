namespace LaionGrid.Coordinator.Jobs;

internal readonly record struct Lane(string BundleId, string Size)
{
    public static Lane Of(string bundleId, int width, int height) => new(bundleId, (width * height) switch { <= 262144 => "s", <= 589824 => "m", <= 1048576 => "l", _ => "xl" });

    public override string ToString() => $"{BundleId}/{Size}";
}
