using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Tests.Tokenizing;

public sealed class TokenChunksTests
{
    private const int Start = 928;
    private const int End = 929;

    private static readonly ClipTokenizer Tokenizer = new(Pocket.Folder);

    [Theory]
    [InlineData("")]
    [InlineData("a red circle on a blue background")]
    [InlineData("Don't, 42 <|endoftext|>x")]
    public void Encode_APromptThatFits_IsOneChunkEqualToThePlainText(string prompt)
    {
        var chunks = Encode(prompt);

        Assert.Equal(1, chunks.Count);
        Assert.Equal(Tokenizer.Encode(prompt), chunks.Ids(0));
        Assert.Equal(-1, chunks.Weights(0).IndexOfAnyExcept(1f));
    }

    [Fact]
    public void Encode_Weights_StandAtTheirTokensAlone()
    {
        var chunks = Encode("red (blue:1.5) [red]"); // of one token each

        Assert.Equal(3, chunks.TokenCount);
        Assert.Equal([1f, 1f, 1.5f, (float)(1 / 1.1), 1f], chunks.Weights(0)[..5]);
        Assert.Equal(-1, chunks.Weights(0)[4..].IndexOfAnyExcept(1f));
    }

    [Theory]
    [InlineData(75, 1)]
    [InlineData(76, 2)]
    [InlineData(150, 2)]
    [InlineData(151, 3)]
    public void Encode_ManyWords_FillsChunksOfSeventyFive(int words, int count)
    {
        var chunks = Encode(string.Concat(Enumerable.Repeat("red ", words)));

        Assert.Equal(count, chunks.Count);
        Assert.Equal(words, chunks.TokenCount);
        Assert.Equal(Start, chunks.Ids(0)[0]);
        Assert.Equal(76, chunks.Ids(0).IndexOf(End));
        Assert.Equal(words - ((count - 1) * 75) + 1, chunks.Ids(count - 1).IndexOf(End));
    }

    [Fact]
    public void Encode_AWordThatDoesNotFit_BeginsTheNextChunk()
    {
        var chunks = Encode(string.Concat(Enumerable.Repeat("red ", 74)) + "zqx");

        Assert.Equal(2, chunks.Count);
        Assert.Equal(75, chunks.Ids(0).IndexOf(End));
        Assert.Equal(Tokenizer.Encode("zqx"), chunks.Ids(1));
    }

    [Fact]
    public void Encode_AWordLongerThanAChunk_IsSplit()
    {
        var chunks = Encode("red " + new string('\u00FE', 50)); // two tokens a letter

        Assert.Equal([101, 2], [chunks.TokenCount, chunks.Count]);
        Assert.Equal(76, chunks.Ids(0).IndexOf(End));
        Assert.Equal(27, chunks.Ids(1).IndexOf(End));
    }

    [Theory]
    [InlineData("red BREAK blue", 2)]
    [InlineData("BREAK red BREAK BREAK blue BREAK", 2)]
    [InlineData("BREAK", 1)]
    public void Encode_ABreak_EndsAChunkThatHoldsSomething(string prompt, int count) => Assert.Equal(count, Encode(prompt).Count);

    [Fact]
    public void Ids_BeyondTheLastChunk_AreThoseOfAnEmptyPrompt()
    {
        var chunks = Encode("(red:2)");

        Assert.Equal(Tokenizer.Encode(""), chunks.Ids(1));
        Assert.Equal(-1, chunks.Weights(7).IndexOfAnyExcept(1f));
    }

    [Fact]
    public void Encode_AnyParts_KeepsEveryTokenInOrder() => Check.QuickThrowOnFailure(Prop.ForAll<string[]>(texts =>
    {
        PromptPart[] parts = [.. texts.Select((text, index) => new PromptPart(text ?? "", index))];
        var chunks = Tokenizer.Encode(parts);
        return Tokens(chunks).SequenceEqual(parts.SelectMany(part => Tokens(Tokenizer.Encode([part])))) && Tokens(chunks).Count == chunks.TokenCount;
    }));

    [Theory]
    [InlineData("""{"pad_token": "!"}""", "{}", "!")]
    [InlineData("""{"pad_token": {"content": "!"}}""", "{}", "!")]
    [InlineData("{}", """{"pad_token": "!"}""", "!")]
    [InlineData(null, """{"pad_token": {"content": "!"}}""", "!")]
    [InlineData("""{"pad_token": "!"}""", """{"pad_token": "a"}""", "!")]
    [InlineData(null, null, "<|endoftext|>")]
    public void Encode_InAnyFolder_PadsWithItsToken(string? map, string? config, string padding)
    {
        using var folder = new TokenizerFolder("tokenizer_2", map, config);

        var ids = new ClipTokenizer(folder.Bundle, "tokenizer_2").Encode(PromptWeights.Parse("red")).Ids(0);

        Assert.Equal(End, ids[2]);
        Assert.Equal(-1, ids[3..].IndexOfAnyExcept(TokenizerFolder.IdOf(padding)));
    }

    [Theory]
    [InlineData("""{"model_max_length": 64}""", false)]
    [InlineData("""{"model_max_length": 77}""", true)]
    [InlineData("""{"model_max_length": 1000000000000000019884624838656}""", true)]
    public void Tokenizer_ForAShorterEncoder_IsRefused(string config, bool isGood)
    {
        using var folder = new TokenizerFolder("tokenizer", null, config);

        var error = Record.Exception(() => new ClipTokenizer(folder.Bundle));

        Assert.Equal(isGood, error is null);
        Assert.True(isGood || error is BundleException { Message: var message } && message.Contains("tokenizer_config.json", StringComparison.Ordinal));
    }

    private static TokenChunks Encode(string prompt) => Tokenizer.Encode(PromptWeights.Parse(prompt));

    private static List<int> Tokens(TokenChunks chunks) =>
        [.. Enumerable.Range(0, chunks.Count).SelectMany(chunk => chunks.Ids(chunk)[1..chunks.Ids(chunk).IndexOf(End)].ToArray())];
}
