namespace LaionGrid.Diffusion.Imaging;

/// <summary>A text in a PNG.</summary>
/// <param name="Key">1 to 79 printable ASCII characters, such as "parameters".</param>
/// <param name="Text">Any text; NUL characters are written as spaces, for PNG cannot hold them.</param>
public readonly record struct PngText(string Key, string Text);
