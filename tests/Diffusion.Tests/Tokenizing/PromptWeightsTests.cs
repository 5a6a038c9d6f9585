using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Tests.Tokenizing;

/// <summary>The rules of AUTOMATIC1111's web UI, and that no text breaks them. Parts are written as "text=weight".</summary>
public sealed class PromptWeightsTests
{
    [Theory]
    [InlineData("a cat", "a cat=1")]
    [InlineData("", "=1")]
    [InlineData("(a) b", "a=1.1| b=1")]
    [InlineData("[a] b", "a=0.90909094| b=1")]
    [InlineData("a (cat:1.3) sits", "a =1|cat=1.3| sits=1")]
    [InlineData("( a : 0.5 )", " a =0.5")]
    [InlineData("(a:-2)", "a=-2")]
    [InlineData("(a:.5)", "a=0.5")]
    [InlineData("((a) b (c:2))", "a=1.21| b =1.1|c=2.2")]
    [InlineData("([a])", "a=1")]
    [InlineData("(a)(b)", "ab=1.1")]
    [InlineData("(a [b) c] d", "a =1.1|b=1| c=0.90909094| d=1")]
    public void Parse_Brackets_Weigh(string prompt, string parts) => Assert.Equal(parts, Parts(prompt));

    [Theory]
    [InlineData(@"\(a\) \[b\] \\", @"(a) [b] \=1")]
    [InlineData(@"(a \(b\):1.2)", "a (b)=1.2")]
    [InlineData(@"a\b\", "ab=1")]
    public void Parse_ABackslash_MakesWhatFollowsLiteral(string prompt, string parts) => Assert.Equal(parts, Parts(prompt));

    [Theory]
    [InlineData("a (b [c", "a =1|b =1.1|c=1")]
    [InlineData("a) b] c:1.3)", "a) b] c:1.3)=1")]
    [InlineData("(a:b)", "a:b=1.1")]
    [InlineData("(a:1.2.3)", "a:1.2.3=1.1")]
    [InlineData("(a:)", "a:=1.1")]
    [InlineData("[a:0.5]", "a:0.5=0.90909094")]
    [InlineData("()", "=1")]
    public void Parse_BracketsOrWeightsThatAreNone_StayLiteralOrReachToTheEnd(string prompt, string parts) => Assert.Equal(parts, Parts(prompt));

    [Theory]
    [InlineData("a BREAK b", "a=1|BREAK|b=1")]
    [InlineData("(a\nBREAK  b:1.5)", "a=1.5|BREAK|b=1.5")]
    [InlineData("BREAK, BREAKFAST, break, OUTBREAK, a_BREAK", "BREAK|, BREAKFAST, break, OUTBREAK, a_BREAK=1")]
    [InlineData("(BREAK)", "BREAK")]
    public void Parse_TheWordBreak_EndsAChunk(string prompt, string parts) => Assert.Equal(parts, Parts(prompt));

    [Theory]
    [InlineData("(a:99)", 10)]
    [InlineData("(a:-99)", -10)]
    [InlineData("((a:5):5)", 10)]
    public void Parse_WeightsBeyondTen_AreCut(string prompt, float weight) => Assert.Equal(weight, Assert.Single(PromptWeights.Parse(prompt)).Weight);

    [Fact]
    public void Parse_AHundredThousandBrackets_GivesFiniteWeights()
    {
        var half = new string('(', 50_000);

        Assert.Equal(10, Assert.Single(PromptWeights.Parse(half + "a")).Weight);
        Assert.Equal(0, Assert.Single(PromptWeights.Parse(half + "a:0" + new string(')', 50_000))).Weight);
        Assert.Equal(0, Assert.Single(PromptWeights.Parse(half.Replace('(', '[') + "a")).Weight);
        Assert.Equal(10, Assert.Single(PromptWeights.Parse($"(a:{new string('9', 99_000)})")).Weight);
    }

    /// <summary>White space, colons and openings are what a careless reader would go over again and again.</summary>
    [Theory]
    [InlineData(' ')]
    [InlineData(':')]
    [InlineData('1')]
    [InlineData('\\')]
    [InlineData('\uD83C')]
    public void Parse_AHundredThousandOfOneCharacter_IsRead(char letter) =>
        Assert.Equal(letter == '\\' ? 50_000 : 100_000, Assert.Single(PromptWeights.Parse(new string(letter, 100_000))).Text.Length);

    [Fact]
    public void Parse_AnyText_GivesPartsWithFiniteWeights() => Check.QuickThrowOnFailure(Prop.ForAll(Prompts, prompt =>
    {
        var parts = PromptWeights.Parse(prompt);
        return parts.Count > 0 && parts.All(part => Math.Abs(part.Weight) <= PromptWeights.Largest && (part.Text.Length > 0 || parts.Count == 1));
    }));

    [Fact]
    public void Parse_TextWithoutBrackets_IsOnePartOfWeightOne() => Check.QuickThrowOnFailure(Prop.ForAll(Prompts, prompt =>
    {
        var plain = Without(prompt, @"\()[]").Replace("BREAK", "", StringComparison.Ordinal);
        return PromptWeights.Parse(plain) is [var part] && part == new PromptPart(plain, 1);
    }));

    [Fact]
    public void Strip_ATextInBalancedBrackets_GivesTheText() => Check.QuickThrowOnFailure(Prop.ForAll(Prompts, Prompts, (first, second) =>
    {
        var (a, b) = (Without(first, @"\()[]:").Replace("BREAK", "", StringComparison.Ordinal), Without(second, @"\()[]:").Replace("BREAK", "", StringComparison.Ordinal));
        return PromptWeights.Strip($"(({a})[{b}:1.4])") == $"{a}{b}:1.4" && PromptWeights.Strip($"[({a}:1.4)]{b}") == a + b;
    }));

    /// <summary>A prompt in which every special character is escaped says what it said before.</summary>
    [Fact]
    public void Strip_AnEscapedText_GivesTheText() => Check.QuickThrowOnFailure(Prop.ForAll(Prompts, prompt =>
    {
        var text = prompt.Replace("BREAK", "", StringComparison.Ordinal);
        return PromptWeights.Strip(string.Concat(text.Select(letter => @"\()[]".Contains(letter) ? $@"\{letter}" : $"{letter}"))) == text;
    }));

    /// <summary>Texts made of what matters to the reader, and of any characters at all.</summary>
    private static Arbitrary<string> Prompts { get; } = Gen.OneOf(
            Gen.Elements("(", ")", "[", "]", ":", @"\", "1.3", ":1.2)", " ", "\n", "BREAK", "cat", ".", "-", "\uD83C"),
            ArbMap.Default.GeneratorFor<char>().Select(letter => letter.ToString()))
        .ListOf().Select(string.Concat).ToArbitrary();

    private static string Parts(string prompt) =>
        string.Join('|', PromptWeights.Parse(prompt).Select(part => part.IsBreak ? "BREAK" : $"{part.Text}={part.Weight}"));

    private static string Without(string text, string letters) => string.Concat(text.Where(letter => !letters.Contains(letter)));
}
