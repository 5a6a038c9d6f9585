using LaionGrid.Diffusion.Pipeline;
using LaionGrid.TestKit.Bundles;

namespace LaionGrid.Diffusion.Tests.Pipeline;

/// <summary>Weights, lengths and oddities of prompts, as far as the picture.</summary>
public sealed class PromptTests : IDisposable
{
    private readonly TinyEngine _tiny = new(new());

    private static PictureOrder Order => TinyEngine.Order;

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Render_WithWeights_ChangesThePictureOnlyWhereTheyAreNotOne()
    {
        var plain = _tiny.Render(Order with { Prompt = "the cat sat" });

        Assert.Equal(plain.Pixels, _tiny.Render(Order with { Prompt = "the (cat:1.0) sat" }).Pixels);
        Assert.NotEqual(plain.Pixels, _tiny.Render(Order with { Prompt = "the (cat:1.5) sat" }).Pixels);
        Assert.NotEqual(plain.Pixels, _tiny.Render(Order with { Prompt = "the [cat] sat" }).Pixels);
    }

    [Fact]
    public void Render_WithAPromptOfThreeChunks_SeesItsEnd()
    {
        var words = string.Concat(Enumerable.Repeat("0 ", 200));

        Assert.NotEqual(_tiny.Render(Order with { Prompt = words + "1" }).Pixels, _tiny.Render(Order with { Prompt = words + "2" }).Pixels);
    }

    [Fact]
    public void Render_WithALongNegativePrompt_SeesItsEnd()
    {
        var words = string.Concat(Enumerable.Repeat("0 ", 100));

        Assert.NotEqual(_tiny.Render(Order with { NegativePrompt = words + "1" }).Pixels, _tiny.Render(Order with { NegativePrompt = words + "2" }).Pixels);
    }

    [Fact]
    public void Render_WithALongPromptAndAnExportOfOneChunk_SaysHowLongItMayBe()
    {
        using var tiny = new TinyEngine(new() { FixedSequence = true });

        var error = Assert.Throws<OrderException>(() => tiny.Render(Order with { Prompt = string.Concat(Enumerable.Repeat("0 ", 76)) }));

        Assert.Equal("The prompt has 76 tokens, where this model takes 75. Shorten it.", error.Message);
    }

    [Theory]
    [InlineData(2000, "tokens")]
    [InlineData(100_000, "characters")]
    public void Render_WithAPromptBeyondAllMeasure_IsRefusedAtOnce(int length, string what)
    {
        var error = Assert.Throws<OrderException>(() => _tiny.Render(Order with { Prompt = string.Concat(Enumerable.Repeat("0 ", length / 2)) }));

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uD800")]
    [InlineData("a \uDC00\uD800 cat")]
    [InlineData("\0\u0001\u202E")]
    [InlineData("")]
    [InlineData("((((((((((")]
    public void Render_WithAnyText_GivesAPicture(string prompt) => Assert.Equal(64 * 32 * 3, _tiny.Render(Order with { Prompt = prompt }).Pixels.Length);

    [Fact]
    public void Render_WithClipSkip_IsHadFromXl()
    {
        using var xl = new TinyEngine(new() { Family = TinyFamily.Xl });

        Assert.NotEqual(xl.Render(Order).Pixels, xl.Render(Order with { ClipSkip = 1 }).Pixels);
        Assert.Contains("Ask for", Assert.Throws<OrderException>(() => xl.Render(Order with { ClipSkip = 99 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Render_WithClipSkipAndOneEncoder_IsRefused(bool hiddenStates)
    {
        using var tiny = new TinyEngine(new() { HiddenStates = hiddenStates });

        var error = Assert.Throws<OrderException>(() => tiny.Render(Order with { ClipSkip = 1 }));

        Assert.Contains("text_encoder/model.onnx", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A text encoded before must not stand in for another.</summary>
    [Fact]
    public void Render_OfTheSameTextAfterAnother_GivesTheSamePicture()
    {
        var first = _tiny.Render(Order);
        _tiny.Render(Order with { Prompt = "a dog" });
        _tiny.Render(Order with { Guidance = 1 });

        Assert.Equal(first.Pixels, _tiny.Render(Order).Pixels);
    }
}
