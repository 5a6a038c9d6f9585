using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Tests.Tokenizing;

/// <summary>What CLIP's pattern 's|'t|'re|'ve|'m|'ll|'d|letters|one number|others gives.</summary>
public sealed class ClipWordsTests
{
    [Theory]
    [InlineData("Don't STOP", new[] { "don", "'t", "stop" })]
    [InlineData("1girl, 42_x", new[] { "1", "girl", ",", "4", "2", "_", "x" })]
    [InlineData("we'll we're they've I'm he'd it's", new[] { "we", "'ll", "we", "'re", "they", "'ve", "i", "'m", "he", "'d", "it", "'s" })]
    [InlineData("'sun", new[] { "'s", "un" })]
    [InlineData("!!'s", new[] { "!!'", "s" })]
    [InlineData(" \t\n two\u00A0\u3000words ", new[] { "two", "words" })]
    [InlineData("salt &amp;amp; pepper", new[] { "salt", "&", "pepper" })]
    [InlineData("a<|endoftext|>b", new[] { "a", "<|endoftext|>", "b" })]
    [InlineData("\U00020000字!", new[] { "\U00020000字", "!" })]
    [InlineData("", new string[0])]
    public void Split_AText_GivesClipsWords(string text, string[] words)
    {
        var split = new List<string>();
        foreach (var word in ClipWords.Split(text))
            split.Add(word.ToString());
        Assert.Equal(words, split);
    }
}
