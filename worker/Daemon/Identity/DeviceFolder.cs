namespace LaionGrid.Worker.Identity;

/// <summary>Where one device's identity lies, and its receipts and verdicts: to the grid each device is a worker. The machine's first device has the data folder itself.</summary>
internal sealed record DeviceFolder(string Path);
