namespace LaionGrid.Diffusion.Imaging;

/// <summary>A file given as a picture cannot be read as one; the message says what is wrong with it and what to do.</summary>
public sealed class PictureFileException(string message, Exception? inner = null) : Exception(message, inner);
