using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Tests.Imaging;

public sealed class PngWriterTests
{
    [Fact]
    public void Encode_AnyPicture_ReadsBackTheSame() => Check.QuickThrowOnFailure(Prop.ForAll<byte, byte, int>((width, height, seed) =>
    {
        var picture = Paint((width % 40) + 1, (height % 40) + 1, seed);
        var back = PngReader.Decode(PngWriter.Encode(picture));
        return back.Width == picture.Width && back.Height == picture.Height && back.Pixels.AsSpan().SequenceEqual(picture.Pixels);
    }));

    [Fact]
    public void Encode_WithPlainText_WritesItAsLatin1()
    {
        var text = Text(PngWriter.Encode(Paint(2, 2, 1), new PngText("parameters", "Zoë's café\nSteps: 20")), "tEXt");

        Assert.Equal("parameters\0Zoë's café\nSteps: 20", Encoding.Latin1.GetString(text));
    }

    [Fact]
    public void Encode_WithTextBeyondLatin1_WritesItAsUtf8()
    {
        var text = Text(PngWriter.Encode(Paint(2, 2, 1), new PngText("parameters", "日本の山 🏔")), "iTXt");

        Assert.Equal("parameters\0\0\0\0\0日本の山 🏔", Encoding.UTF8.GetString(text));
    }

    [Fact]
    public void Encode_WithANulInTheText_WritesASpace() =>
        Assert.Equal("a\0b c", Encoding.Latin1.GetString(Text(PngWriter.Encode(Paint(2, 2, 1), new PngText("a", "b\0c")), "tEXt")));

    [Theory]
    [InlineData("")]
    [InlineData("schlüssel")]
    [InlineData("two\nlines")]
    [InlineData("012345678901234567890123456789012345678901234567890123456789012345678901234567890")]
    public void Encode_WithABadKey_IsRefused(string key) =>
        Assert.Throws<ArgumentException>(() => PngWriter.Encode(Paint(2, 2, 1), new PngText(key, "text")));

    [Fact]
    public void Encode_WithBytesThatDoNotFit_IsRefused() => Assert.Throws<ArgumentException>(() => PngWriter.Encode(new Picture(3, 3, new byte[26])));

    private static byte[] Text(byte[] png, string type) => Assert.Single(PngChunk.ReadAll(png), chunk => chunk.Type == type).Data.ToArray();

    private static Picture Paint(int width, int height, int seed)
    {
        var pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new(width, height, pixels);
    }
}
