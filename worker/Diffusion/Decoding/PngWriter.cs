namespace LaionGrid.Diffusion.Decoding;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8-bit RGB, not interlaced.</summary>
public static class PngWriter
{
    public static byte[] Encode(Picture picture, params ReadOnlySpan<PngText> text) => throw new NotImplementedException();
}
