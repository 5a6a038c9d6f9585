using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Results;

public sealed class PngDecoderTests
{
    private static readonly byte[] Good = PaintedPng.Of(16, 8, 40);

    [Fact]
    public void Decode_WhenWhole_ReturnsThePixels()
    {
        var picture = PngDecoder.Decode(Good, 16, 8);

        Assert.Equal(16 * 8 * 3, picture.Pixels.Length);
        Assert.All(picture.Pixels, value => Assert.InRange(value, 40, 44));
    }

    [Theory]
    [InlineData(1, new byte[] { 10, 10, 10, 5, 5, 5 }, new byte[] { 10, 10, 10, 15, 15, 15 })]
    [InlineData(2, new byte[] { 1, 2, 3, 4, 5, 6 }, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(3, new byte[] { 10, 10, 10, 5, 5, 5 }, new byte[] { 10, 10, 10, 10, 10, 10 })]
    [InlineData(4, new byte[] { 10, 10, 10, 5, 5, 5 }, new byte[] { 10, 10, 10, 15, 15, 15 })]
    public void Decode_WhenARowIsFiltered_UndoesIt(byte filter, byte[] raw, byte[] pixels)
    {
        var png = PaintedPng.Join(PaintedPng.Header(2, 1), ("IDAT", PaintedPng.Deflate([filter, .. raw])));

        Assert.Equal(pixels, PngDecoder.Decode(png, 2, 1).Pixels);
    }

    [Fact]
    public void Decode_OfAnyPixelsUnderAnyFilters_GivesThemBack() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte[], int)>(), any =>
    {
        var (width, filters, seed) = (1 + (any.Item1 % 9), any.Item2.Append((byte)4).Select(filter => (byte)(filter % 5)).ToArray(), any.Item3);
        var pixels = new byte[filters.Length * width * 3];
        new Random(seed).NextBytes(pixels);
        var rows = filters.SelectMany((filter, y) => Filtered(filter, pixels, y, width * 3)).ToArray();

        var png = PaintedPng.Join(PaintedPng.Header(width, filters.Length), ("IDAT", PaintedPng.Deflate(rows)));

        Assert.Equal(pixels, PngDecoder.Decode(png, width, filters.Length).Pixels);
    }));

    public static TheoryData<string, byte[]> Spoilt { get; } = new()
    {
        { "empty", [] },
        { "a text", "GIF89a and more"u8.ToArray() },
        { "cut", Good[..^20] },
        { "something behind it", [.. Good, 0] },
        { "a flipped bit", [.. Good[..60], (byte)(Good[60] ^ 1), .. Good[61..]] },
        { "a palette", PaintedPng.Join(PaintedPng.Header(16, 8, colour: 3), ("IDAT", [])) },
        { "16 bits", PaintedPng.Join(PaintedPng.Header(16, 8, depth: 16), ("IDAT", [])) },
        { "interlaced", PaintedPng.Join(PaintedPng.Header(16, 8, interlace: 1), ("IDAT", [])) },
        { "no image data", PaintedPng.Join(PaintedPng.Header(16, 8)) },
        { "too little", PaintedPng.Join(PaintedPng.Header(16, 8), ("IDAT", PaintedPng.Deflate(new byte[10]))) },
        { "image data that wants a dictionary", PaintedPng.Join(PaintedPng.Header(16, 8), ("IDAT", [0x78, 0x20, 0, 0, 0, 1, 3, 0])) },
        { "a bomb", PaintedPng.Join(PaintedPng.Header(16, 8), ("IDAT", PaintedPng.Deflate(new byte[50_000_000]))) },
        { "an unknown filter", PaintedPng.Join(PaintedPng.Header(1, 1), ("IDAT", PaintedPng.Deflate([9, 1, 1, 1]))) },
        { "an unknown critical chunk", PaintedPng.Join(PaintedPng.Header(16, 8), ("EVIL", [])) },
    };

    [Theory, MemberData(nameof(Spoilt))]
    public void Decode_WhenSpoilt_SaysSo(string how, byte[] png)
    {
        Assert.NotEmpty(how);
        Assert.ThrowsAny<NotAPngException>(() => PngDecoder.Decode(png, 16, 8));
    }

    [Fact]
    public void Decode_WhenOfAnotherSize_SaysSoBeforeInflating() =>
        Assert.Throws<WrongSizeException>(() => PngDecoder.Decode(PaintedPng.Of(8, 8, 1), 16, 8));

    [Fact]
    public void Decode_WhenBytesAreArbitrary_NeverFailsOtherwise() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<int>(), (noise, at) =>
        {
            var png = (byte[])Good.Clone();
            noise.AsSpan(0, Math.Min(noise.Length, png.Length)).CopyTo(png.AsSpan((int)((uint)at % png.Length)..).Length >= noise.Length ? png.AsSpan((int)((uint)at % png.Length)) : png);
            try
            {
                return PngDecoder.Decode(png, 16, 8).Pixels.Length == 384;
            }
            catch (NotAPngException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    /// <summary>One row as an encoder writes it, byte by byte as the PNG specification puts it.</summary>
    private static IEnumerable<byte> Filtered(byte filter, byte[] pixels, int y, int stride)
    {
        int At(int x, int row) => x < 0 || row < 0 ? 0 : pixels[(row * stride) + x];
        return Enumerable.Range(0, stride).Select(x =>
        {
            var (left, up, corner) = (At(x - 3, y), At(x, y - 1), At(x - 3, y - 1));
            var nearest = new[] { left, up, corner }.MinBy(value => Math.Abs(left + up - corner - value)); // the first of equals
            return (byte)(pixels[(y * stride) + x] - (filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => nearest }));
        }).Prepend(filter);
    }
}
