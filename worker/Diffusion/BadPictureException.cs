namespace LaionGrid.Diffusion;

/// <summary>The networks gave no picture: numbers that are none, or black all over. Usually a device's fault, so another may succeed.</summary>
public sealed class BadPictureException(string message) : Exception(message);
