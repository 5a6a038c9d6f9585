using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Sources;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Sources;

public sealed class SourcePngTests
{
    private const int Width = 3;
    private const int Height = 2;

    /// <summary>What is kept holds the same pixels, and is the one kind of PNG that workers and referees are sent.</summary>
    [Fact]
    public void Write_OfAnyPicture_IsReadBackByBothDecoders() => Prop.ForAll(
        (from width in Gen.Choose(1, 40) from height in Gen.Choose(1, 30) from pixels in Gen.Choose(0, 255).ArrayOf(width * height * 3) select new PngPicture(width, height, Array.ConvertAll(pixels, value => (byte)value))).ToArbitrary(),
        picture =>
        {
            var png = PlainPng.Write(picture);
            return SourcePng.Read(png).Pixels.SequenceEqual(picture.Pixels) && PngDecoder.Decode(png, picture.Width, picture.Height).Pixels.SequenceEqual(picture.Pixels);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, new byte[] { 10, 20, 30, 40, 50, 60 }, new byte[] { 10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40, 50, 50, 50, 60, 60, 60 })]
    [InlineData(4, new byte[] { 10, 0, 20, 99, 30, 255, 40, 0, 50, 0, 60, 0 }, new byte[] { 10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40, 50, 50, 50, 60, 60, 60 })]
    [InlineData(6, new byte[] { 1, 2, 3, 0, 4, 5, 6, 9, 7, 8, 9, 255, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3 }, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 2, 2, 2, 3, 3, 3 })]
    public void Read_OfGreyOrTransparentPictures_KeepsTheirColours(byte colour, byte[] samples, byte[] pixels) =>
        Assert.Equal(pixels, SourcePng.Read(Png(colour, samples, filter: 0)).Pixels);

    /// <summary>Each of the five row filters, undone by hand: left, above, their mean, and Paeth's choice.</summary>
    [Theory]
    [InlineData(0, new byte[] { 5, 6, 7, 8, 9, 10 })]
    [InlineData(1, new byte[] { 5, 11, 18, 8, 17, 27 })]
    [InlineData(2, new byte[] { 5, 6, 7, 13, 15, 17 })]
    [InlineData(3, new byte[] { 5, 8, 11, 10, 18, 24 })]
    [InlineData(4, new byte[] { 5, 11, 18, 13, 22, 32 })]
    public void Read_UndoesEveryFilter(byte filter, byte[] grey) =>
        Assert.Equal(grey.SelectMany(value => new[] { value, value, value }), SourcePng.Read(Png(colour: 0, [5, 6, 7, 8, 9, 10], filter)).Pixels);

    /// <summary>Where a picture was taken, and by what, is nobody's business.</summary>
    [Fact]
    public void Write_OfAPictureWithNotes_LeavesThemOut()
    {
        var png = PaintedPng.Join(PaintedPng.Header(1, 1), ("eXIf", "at home"u8.ToArray()), ("tEXt", "Author\0Ada"u8.ToArray()), ("IDAT", PaintedPng.Deflate([0, 1, 2, 3])));

        Assert.DoesNotContain("Ada", System.Text.Encoding.Latin1.GetString(PlainPng.Write(SourcePng.Read(png))), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> Wrong { get; } = new()
    {
        { "no PNG", [1, 2, 3] },
        { "nothing", [] },
        { "half of one", PaintedPng.Of(16, 16, 1)[..50] },
        { "a palette", PaintedPng.Join(PaintedPng.Header(1, 1, colour: 3), ("PLTE", [1, 2, 3]), ("IDAT", PaintedPng.Deflate([0, 0]))) },
        { "an unknown colour", PaintedPng.Join(PaintedPng.Header(1, 1, colour: 7), ("IDAT", PaintedPng.Deflate([0, 0]))) },
        { "16 bits", PaintedPng.Join(PaintedPng.Header(1, 1, depth: 16), ("IDAT", PaintedPng.Deflate(new byte[7]))) },
        { "interlaced", PaintedPng.Join(PaintedPng.Header(1, 1, interlace: 1), ("IDAT", PaintedPng.Deflate(new byte[4]))) },
        { "no side", PaintedPng.Join(PaintedPng.Header(0, 1), ("IDAT", PaintedPng.Deflate([0]))) },
        { "a negative side", PaintedPng.Join(PaintedPng.Header(-1, 1), ("IDAT", PaintedPng.Deflate([0]))) },
        { "too long", PaintedPng.Join(PaintedPng.Header(4097, 1), ("IDAT", PaintedPng.Deflate(new byte[(4097 * 3) + 1]))) },
        { "too many pixels", PaintedPng.Join(PaintedPng.Header(4096, 1025), ("IDAT", PaintedPng.Deflate([0]))) },
        { "too little data", PaintedPng.Join(PaintedPng.Header(2, 2), ("IDAT", PaintedPng.Deflate(new byte[13]))) },
        { "too much data", PaintedPng.Join(PaintedPng.Header(2, 2), ("IDAT", PaintedPng.Deflate(new byte[15]))) },
        { "a bomb", PaintedPng.Join(PaintedPng.Header(2, 2), ("IDAT", PaintedPng.Deflate(new byte[30_000_000]))) },
        { "an unknown filter", PaintedPng.Join(PaintedPng.Header(1, 1), ("IDAT", PaintedPng.Deflate([5, 0, 0, 0]))) },
        { "no stream", PaintedPng.Join(PaintedPng.Header(1, 1), ("IDAT", [1, 2, 3])) },
        { "bytes behind its end", [.. PaintedPng.Of(1, 1, 1), 0] },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Read_OfWhatIsNoSuchPng_SaysSo(string what, byte[] bytes)
    {
        Assert.NotEmpty(what);
        Assert.Throws<NotAPngException>(() => SourcePng.Read(bytes));
    }

    /// <summary>Whatever comes, it is refused in one way, and reading it takes no longer for it.</summary>
    [Fact]
    public void Read_OfASpoiltPng_ThrowsNothingElse() => Prop.ForAll(
        (from at in Gen.Choose(0, 200) from value in Gen.Choose(0, 255) from cut in Gen.Choose(0, 200) select (At: at, Value: (byte)value, Cut: cut)).ToArbitrary(),
        spoil =>
        {
            var png = PaintedPng.Of(5, 4, 3);
            png[spoil.At % png.Length] = spoil.Value;
            try
            {
                return SourcePng.Read(png.AsMemory(0, Math.Max(0, png.Length - (spoil.Cut % 8)))).Pixels.Length == 60;
            }
            catch (NotAPngException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    /// <param name="samples">Of <see cref="Width"/> x <see cref="Height"/> pixels.</param>
    private static byte[] Png(byte colour, byte[] samples, byte filter) =>
        PaintedPng.Join(PaintedPng.Header(Width, Height, colour: colour), ("IDAT", PaintedPng.Deflate([.. samples.Chunk(samples.Length / Height).SelectMany(row => row.Prepend(filter))])));
}
