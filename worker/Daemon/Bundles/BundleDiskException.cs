namespace LaionGrid.Worker.Bundles;

/// <summary>The disk did not take what came. Not an I/O error by type: a source would take it for one of its own.</summary>
internal sealed class BundleDiskException(string message, Exception? inner = null) : Exception(message, inner);
