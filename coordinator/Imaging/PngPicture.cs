namespace LaionGrid.Coordinator.Imaging;

/// <summary>A decoded picture: RGB, 8 bits each, rows top to bottom.</summary>
internal sealed record PngPicture(int Width, int Height, byte[] Pixels);

/// <summary>Bytes that are not the PNG this grid takes; the message says why.</summary>
internal class NotAPngException(string message) : Exception(message);

/// <summary>A PNG, but of another size than the job asked for.</summary>
internal sealed class WrongSizeException(string message) : NotAPngException(message);
