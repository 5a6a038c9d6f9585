using System.Buffers.Binary;

namespace LaionGrid.Diffusion.Imaging;

/// <summary>What a PNG says of itself, as far as it can be read here: 8 bits a channel, not interlaced.</summary>
/// <param name="Channels">Bytes a pixel: 1 grey or palette, 2 grey and alpha, 3 colours, 4 colours and alpha.</param>
/// <param name="HasPalette">Whether a pixel is an index into the palette.</param>
internal readonly record struct PngHeader(int Width, int Height, int Channels, bool HasPalette)
{
    private const int Bytes = 13;

    /// <param name="chunk">A PNG's first.</param>
    /// <exception cref="PictureFileException">It is no header, or one of a PNG that cannot be read here.</exception>
    public static PngHeader Read(PngChunk chunk)
    {
        if (chunk is not { Type: "IHDR", Data.Length: Bytes })
            throw new PictureFileException("The PNG does not begin with a header. Save it again.");
        var data = chunk.Data.Span;
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width is 0 or > PngReader.LargestSide || height is 0 or > PngReader.LargestSide)
            throw new PictureFileException($"The PNG is {width}x{height}; sides from 1 to {PngReader.LargestSide} are read. Scale it first.");
        if (data[8] != 8 || data[12] != 0)
            throw new PictureFileException($"The PNG has {data[8]} bits a channel{(data[12] == 0 ? "" : " and is interlaced")}; 8 bits and no interlacing are read. Save it so.");
        if (data[10] != 0 || data[11] != 0)
            throw new PictureFileException("The PNG is packed or filtered in an unknown way. Save it again.");
        return new((int)width, (int)height, ChannelsOf(data[9]), HasPalette: data[9] == 3);
    }

    private static int ChannelsOf(byte colourType) => colourType switch
    {
        0 or 3 => 1,
        2 => 3,
        4 => 2,
        6 => 4,
        _ => throw new PictureFileException($"The PNG has the unknown colour type {colourType}. Save it again."),
    };
}
