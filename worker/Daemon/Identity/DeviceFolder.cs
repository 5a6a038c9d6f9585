namespace LaionGrid.Worker.Identity;

/// <summary>Where one device's identity lies, and its receipts and verdicts: to the grid each device is a worker. The machine's first device has the data folder itself.</summary>
internal sealed record DeviceFolder(string Path)
{
    /// <param name="index">Among the machine's devices.</param>
    /// <param name="name">The device's, as files have it.</param>
    public static string PathOf(DataFolder folder, int index, string name) => index == 0 ? folder.Path : folder.PathOf(System.IO.Path.Combine("devices", name));
}
