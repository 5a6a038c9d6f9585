using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Tests.Imaging;

public sealed class PngReaderTests
{
    private static readonly byte[] Palette = PngFile.Chunk("PLTE", 1, 2, 3, 250, 251, 252);

    [Fact]
    public void Decode_EachKindOfPixel_GivesItsColours()
    {
        Assert.Equal([7, 7, 7, 9, 9, 9], Read(0, 0, 7, 9));
        Assert.Equal([1, 2, 3, 4, 5, 6], Read(2, 0, 1, 2, 3, 4, 5, 6));
        Assert.Equal([250, 251, 252, 1, 2, 3], Read(3, 0, 1, 0));
        Assert.Equal([7, 7, 7, 9, 9, 9], Read(4, 0, 7, 0, 9, 255));
        Assert.Equal([1, 2, 3, 4, 5, 6], Read(6, 0, 1, 2, 3, 0, 4, 5, 6, 255));
    }

    /// <summary>The second row of two grey pixels over 10 and 20, by hand.</summary>
    [Theory]
    [InlineData(0, 5, 6)]
    [InlineData(1, 5, 11)] // 5, 5 + 6
    [InlineData(2, 15, 26)] // 10 + 5, 20 + 6
    [InlineData(3, 10, 21)] // 10/2 + 5, (10 + 20)/2 + 6
    [InlineData(4, 15, 26)] // up is nearest to 0 + 10 - 0, and to 15 + 20 - 10
    public void Decode_EachFilter_IsUndone(byte filter, byte first, byte second) =>
        Assert.Equal([10, 20, first, second], Grey(PngFile.Header(2, 2, 0), PngFile.Pixels(0, 10, 20, filter, 5, 6)));

    /// <summary>Written by Pillow: shrunk by half it is what torch made of the same file.</summary>
    [Fact]
    public void Decode_AFileOfAnotherWriter_GivesWhatItsOthersRead()
    {
        var picture = PngReader.Decode(File.ReadAllBytes(Reference.Find("image_0.png")));

        var expected = Reference.Floats("clip_pixels_0.bin"); // [3, 64, 64], means of two by two pixels in -1 to 1
        var means = Enumerable.Range(0, expected.Length).Select(index => MeanOfFour(picture, index / 4096, index / 64 % 64, index % 64)).ToArray();
        Assert.InRange(Reference.LargestDifference(expected, means), 0, 1e-6);
    }

    [Fact]
    public void Decode_SeveralDataChunksAmongOthers_ReadsThemAsOne()
    {
        var packed = PngFile.Pack([0, 7, 9]);

        Assert.Equal([7, 9], Grey(PngFile.Header(2, 1, 0), PngFile.Chunk("tEXt", 1), PngFile.Chunk("IDAT", packed[..4]), PngFile.Chunk("IDAT", packed[4..])));
    }

    [Fact]
    public void Decode_WhatIsBehindTheEnd_IsNotLookedAt() =>
        Assert.Equal(1, PngReader.Decode((byte[])[.. PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Pixels(0, 7), PngFile.End()), 1, 2, 3]).Width);

    public static TheoryData<string, byte[]> Faults => new()
    {
        { "no PNG", [] },
        { "no PNG", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A, 0x46, 0x49, 0x46] },
        { "cut short", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Pixels(0, 7)) },
        { "cut short", PngFile.Of(PngFile.Header(1, 1, 0), [0xFF, 0xFF, 0xFF, 0xFF, 0x49, 0x44, 0x41, 0x54, 0, 0, 0, 0]) },
        { "wrong checksum", PngFile.Of([.. PngFile.Header(1, 1, 0)[..^1], 0xAB], PngFile.End()) },
        { "begin with a header", PngFile.Of(PngFile.End()) },
        { "begin with a header", PngFile.Of(PngFile.Chunk("IHDR", 0, 0, 0, 1), PngFile.End()) },
        { "4097x1", PngFile.Of(PngFile.Header(4097, 1, 2), PngFile.Pixels(0), PngFile.End()) },
        { "1x4294967295", PngFile.Of(PngFile.Header(1, -1, 2), PngFile.Pixels(0), PngFile.End()) },
        { "0x1", PngFile.Of(PngFile.Header(0, 1, 2), PngFile.Pixels(0), PngFile.End()) },
        { "16 bits", PngFile.Of(PngFile.Header(1, 1, 2, bits: 16), PngFile.Pixels(0, 1, 1, 2, 2, 3, 3), PngFile.End()) },
        { "interlaced", PngFile.Of(PngFile.Header(1, 1, 2, interlace: 1), PngFile.Pixels(0, 1, 2, 3), PngFile.End()) },
        { "colour type 5", PngFile.Of(PngFile.Header(1, 1, 5), PngFile.Pixels(0, 1), PngFile.End()) },
        { "filter 5", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Pixels(5, 1), PngFile.End()) },
        { "not as many", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Pixels(0), PngFile.End()) },
        { "not as many", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Pixels(0, 1, 2), PngFile.End()) },
        { "not as many", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.End()) },
        { "cannot be unpacked", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Chunk("IDAT", 1, 2, 3, 4), PngFile.End()) },
        { "cannot be unpacked", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Chunk("IDAT", 0x78, 0x20, 0, 0, 0, 1, 3, 0), PngFile.End()) }, // asks for a dictionary
        { "palette lacks", PngFile.Of(PngFile.Header(1, 1, 3), Palette, PngFile.Pixels(0, 2), PngFile.End()) },
        { "palette lacks", PngFile.Of(PngFile.Header(1, 1, 3), PngFile.Pixels(0, 0), PngFile.End()) },
        { "chunk QQQQ", PngFile.Of(PngFile.Header(1, 1, 0), PngFile.Chunk("QQQQ"), PngFile.Pixels(0, 1), PngFile.End()) },
    };

    [Theory, MemberData(nameof(Faults))]
    public void Decode_AFaultyFile_SaysWhatIsWrong(string words, byte[] png) =>
        Assert.Contains(words, Assert.Throws<PictureFileException>(() => PngReader.Decode(png)).Message, StringComparison.Ordinal);

    [Fact]
    public void Decode_AnyDamage_IsAPictureOrTheStatedException() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll<int, byte, int>((place, value, length) =>
    {
        var png = PngWriter.Encode(Speckle.Paint(9, 7), new PngText("key", "text"));
        png[(int)((uint)place % png.Length)] ^= value;
        return Record.Exception(() => PngReader.Decode(png.AsMemory(0, length % 3 == 0 ? (int)((uint)length % png.Length) : png.Length))) is null or PictureFileException;
    }));

    /// <summary>Damage that the checksums do not show: the pixels' packed bytes are replaced and the checksum is right.</summary>
    [Fact]
    public void Decode_AnyPackedBytes_AreAPictureOrTheStatedException() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll<int, byte, int>((place, value, colourType) =>
    {
        var packed = PngFile.Pack([.. Enumerable.Range(0, 5 * 17).Select(index => (byte)(index % 17 == 0 ? index / 17 : index * 31))]);
        packed[(int)((uint)place % packed.Length)] ^= value;
        var png = PngFile.Of(PngFile.Header(4, 5, (byte)((uint)colourType % 7)), Palette, PngFile.Chunk("IDAT", packed), PngFile.End());
        return Record.Exception(() => PngReader.Decode(png)) is null or PictureFileException;
    }));

    private static byte[] Read(byte colourType, params byte[] rows) =>
        PngReader.Decode(PngFile.Of(PngFile.Header(2, 1, colourType), Palette, PngFile.Pixels(rows), PngFile.End())).Pixels;

    /// <summary>The red of each pixel.</summary>
    private static byte[] Grey(params byte[][] chunks) => [.. PngReader.Decode(PngFile.Of([.. chunks, PngFile.End()])).Pixels.Where((_, index) => index % 3 == 0)];

    private static float MeanOfFour(Picture picture, int colour, int y, int x)
    {
        var sum = 0;
        foreach (var (down, across) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
            sum += picture.Pixels[(((((2 * y) + down) * picture.Width) + (2 * x) + across) * 3) + colour];
        return (float)((sum / 4.0 / 127.5) - 1);
    }
}
