using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Tests.Tokenizing;

public sealed class ClipTokenizerTests
{
    private const int Start = 928;
    private const int End = 929;

    private static readonly ClipTokenizer Tokenizer = new(Pocket.Folder);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Encode_AReferencePrompt_GivesTheReferenceIds(int prompt) =>
        Assert.Equal(Reference.Integers(Reference.Prompt(prompt).GetProperty("input_ids")), Tokenizer.Encode(Reference.Text(prompt)));

    /// <summary>Contractions, digits, white space, letters beyond ASCII and beyond U+FFFF; the reference cuts after the first end token.</summary>
    [Fact]
    public void Encode_EachReferenceExample_GivesTheReferenceIds() => Assert.All(
        Reference.Values.GetProperty("tokenizer").EnumerateObject(),
        example => Assert.Equal(Reference.Integers(example.Value), Tokenizer.Encode(example.Name).TakeWhile(id => id != End).Append(End)));

    [Fact]
    public void Encode_NoText_GivesStartAndPadding() => Assert.Equal(Reference.Integers(Reference.Values.GetProperty("empty_prompt_ids")), Tokenizer.Encode(""));

    [Fact]
    public void Encode_MoreThanFits_IsCutBeforeTheEndToken()
    {
        var ids = Tokenizer.Encode(string.Concat(Enumerable.Repeat("red ", 200)));

        Assert.Equal(77, ids.Length);
        Assert.Equal(Start, ids[0]);
        Assert.Equal(End, ids[76]);
        Assert.DoesNotContain(End, ids[..76]);
    }

    [Fact]
    public void Encode_AnyTextAtAll_GivesSeventySevenKnownIds() => Check.QuickThrowOnFailure(Prop.ForAll<string>(text =>
    {
        var ids = Tokenizer.Encode(text ?? "");
        return ids.Length == 77 && ids[0] == Start && ids[^1] == End && ids.All(id => id is >= 0 and <= End);
    }));

    [Fact]
    public void Encode_ALoneSurrogate_DoesNotFail() => Assert.Equal(Tokenizer.Encode("a \uFFFD b"), Tokenizer.Encode("a \uD83C b"));
}
