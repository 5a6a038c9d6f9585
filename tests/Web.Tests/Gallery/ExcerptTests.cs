using LaionGrid.Web.Gallery;

namespace LaionGrid.Web.Tests.Gallery;

public sealed class ExcerptTests
{
    private const string Family = "\U0001F469\u200D\U0001F469\u200D\U0001F466"; // three people, one picture

    [Fact]
    public void Title_OfAShortPrompt_IsThePrompt() => Assert.Equal("a red house", Excerpt.ForTitle("a red\n  house "));

    [Fact]
    public void Title_OfALongPrompt_IsCutBetweenWhatReadersSeeAsCharacters()
    {
        var title = Excerpt.ForTitle(string.Concat(Enumerable.Repeat(Family, 100)));

        Assert.Equal(string.Concat(Enumerable.Repeat(Family, 70)) + "…", title);
    }

    [Fact]
    public void Title_OfAccentsWithoutEnd_StaysShort() => Assert.True(Excerpt.ForTitle("a" + new string('\u0301', 900) + " house").Length < 100);

    [Fact]
    public void Title_OfAPromptFromTheRight_KeepsItsOrder() => Assert.Equal("בית אדום ליד הים", Excerpt.ForTitle("בית אדום ליד הים"));

    [Fact]
    public void Title_OfNothing_IsNothing() => Assert.Equal("", Excerpt.ForTitle(" \n "));
}
