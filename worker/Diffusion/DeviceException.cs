namespace LaionGrid.Diffusion;

/// <summary>A device is not there or failed while it ran a network, as when its memory is full; the message says what to do.</summary>
public class DeviceException(string message, Exception? inner = null) : Exception(message, inner);
