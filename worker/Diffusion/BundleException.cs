namespace LaionGrid.Diffusion;

/// <summary>A model folder cannot be used as it is; the message says which file, what is wrong with it, and what to do.</summary>
public sealed class BundleException(string message, Exception? inner = null) : Exception(message, inner);
