using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using LaionGrid.TestKit;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Desk;
using LaionGrid.Web.Gallery.Files;

namespace LaionGrid.Web.Tests.Gallery.Files;

/// <summary>Words in PNG files: written, and read back from what strangers send.</summary>
public sealed class PngFilesTests
{
    private static readonly byte[] Plain = PaintedPng.Of(24, 16, 9);

    /// <summary>The same bytes as zlib and Python's struct make.</summary>
    [Theory]
    [InlineData("A red house", "00000011744558745469746c6500412072656420686f757365d3fff1bf")]
    [InlineData("Ein Haus \u2013 \u5bb6", "0000001a695458745469746c65000000000045696e204861757320e2809320e5aeb6146c8095")]
    public void Label_IsTheChunkThatOthersWrite(string text, string expected)
    {
        var labelled = LabelledPng.Of(Plain, [new PngText("Title", text).ToChunk()]);

        var chunk = Convert.FromHexString(expected);
        Assert.Equal(Plain[..33], labelled[..33]); // signature and header
        Assert.Equal(chunk, labelled[33..(33 + chunk.Length)]);
        Assert.Equal(Plain[33..], labelled[(33 + chunk.Length)..]);
    }

    [Fact]
    public async Task Labelled_WithWordsOfItsWorker_HasTheSitesInTheirPlaceAndTheSamePixels()
    {
        var png = LabelledPng.Of(Plain, [new PngText("parameters", "a lie").ToChunk(), ("eXIf", [1, 2, 3])]);

        var labelled = LabelledPng.Of(png, [new PngText("parameters", "the truth").ToChunk()]);

        var (before, after) = (await ReadAsync(Plain), await ReadAsync(labelled));
        Assert.Equal([new PngText("parameters", "the truth")], after.Texts);
        Assert.Equal(before.PictureSha256, after.PictureSha256);
        Assert.NotEqual(before.Sha256, after.Sha256);
        Assert.Equal(["IHDR", "tEXt", "IDAT", "IEND"], ChunksOf(labelled));
    }

    [Theory, InlineData("parameters"), InlineData("laiongrid"), InlineData("XML:com.adobe.xmp")]
    public async Task Labels_HoldEachKeyOnce(string key)
    {
        var labelled = LabelledPng.Of(Plain, PictureLabels.Of(Wire.Picture().ToView(), "https://grid.example"));

        Assert.Single((await ReadAsync(labelled)).Texts, text => text.Key == key);
    }

    [Fact]
    public void Parameters_AreWhatOtherToolsRead()
    {
        var picture = Wire.Picture("a red house\nby the sea");
        (picture.Settings.NegativePrompt, picture.EngineVersion) = ("cars", "3.0, odd: one");

        Assert.Equal(
            "a red house\nby the sea\nNegative prompt: cars\nSteps: 20, Sampler: DPM++ 2M, CFG scale: 4.5, Seed: 40, Size: 192x128, Model: pocket, Version: \"laiongrid 3.0, odd: one\"",
            PictureLabels.ParametersOf(picture.ToView()));
    }

    [Fact]
    public async Task Labels_SayWhereItComesFromAndThatAModelMadeIt()
    {
        var facts = await ReadAsync(LabelledPng.Of(Plain, PictureLabels.Of(Wire.Picture("\u5bb6 <b>").ToView(), "https://grid.example")));

        var origin = JsonDocument.Parse(facts.TextOf("laiongrid")!).RootElement;
        Assert.Equal(("job-0", "https://grid.example/pictures/job-0", Wire.Sha256), (origin.GetProperty("picture").GetString(), origin.GetProperty("page").GetString(), origin.GetProperty("sha256").GetString()));
        Assert.Contains("<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>", facts.TextOf("XML:com.adobe.xmp"), StringComparison.Ordinal);
        Assert.StartsWith("\u5bb6 <b>\nSteps: ", facts.TextOf("parameters"), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "nothing", [] },
        { "no PNG", Encoding.ASCII.GetBytes("GIF89a, to be sure, and more") },
        { "cut short", Plain[..^5] },
        { "more behind the end", [.. Plain, 0] },
        { "a wrong checksum", Spoilt(Plain, 31) },
        { "no header first", [.. Plain[..8], .. Plain[33..]] },
        { "two headers", [.. Plain[..33], .. Plain[8..]] },
        { "a length that is no length", [.. Plain[..33], 0xFF, 0xFF, 0xFF, 0xFF, .. Plain[37..]] },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task Scan_OfWhatIsNoPng_SaysWhy(string what, byte[] file)
    {
        using var stream = new MemoryStream(file);
        var refused = Assert.IsType<PngScanOutcome.Refused>(await PngScan.ReadAsync(stream, 1_000_000, default));
        Assert.True(refused.Reason.EndsWith('.'), what);
    }

    [Fact]
    public async Task Scan_OfAFileThatIsTooLarge_ReadsNoFurther()
    {
        using var stream = new MemoryStream(Plain);

        Assert.IsType<PngScanOutcome.Refused>(await PngScan.ReadAsync(stream, 40, default));
        Assert.True(stream.Position <= 40);
    }

    /// <summary>Texts beyond what is kept are passed over; compressed ones are never unpacked.</summary>
    [Fact]
    public async Task Scan_OfEndlessTexts_KeepsAFew()
    {
        var labels = Enumerable.Range(0, 50).Select(index => new PngText($"k{index}", new string('x', 10_000)).ToChunk()).Append(("zTXt", [65, 0, 0, 1, 2])).Append(("iTXt", [65, 0, 1, 0, 0, 0, 1]));

        var facts = await ReadAsync(LabelledPng.Of(Plain, labels));

        Assert.InRange(facts.Texts.Sum(text => text.Text.Length), 1, PngScan.MaxTextBytes);
    }

    private static async Task<PngFacts> ReadAsync(byte[] png)
    {
        using var stream = new MemoryStream(png);
        return Assert.IsType<PngScanOutcome.Read>(await PngScan.ReadAsync(stream, 1_000_000, default)).Facts;
    }

    private static byte[] Spoilt(byte[] png, int at)
    {
        var spoilt = png.ToArray();
        spoilt[at] ^= 1;
        return spoilt;
    }

    private static IEnumerable<string> ChunksOf(byte[] png)
    {
        for (var at = 8; at < png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
            yield return Encoding.ASCII.GetString(png, at + 4, 4);
    }
}
