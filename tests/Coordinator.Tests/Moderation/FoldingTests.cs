using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Moderation.Prompts;

namespace LaionGrid.Coordinator.Tests.Moderation;

/// <summary>However a text is dressed, the rules see the same.</summary>
public sealed class FoldingTests
{
    private static readonly string[] Invisible = ["\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD", "\u034F", "\u180E", "\u202E", "\u0301", "\u3164", "\uFE0F", "\U000E0041"];
    private static readonly string[] Words = ["naked", "child", "boat", "13", "year", "old", "nude", "a", "portrait", "of", "barack obama", "sexy", "кот", "school", "red", "sea."];
    private static readonly PromptRules Rules = CurrentPromptRules.BuiltIn();

    [Fact]
    public void Text_InAnyDress_FoldsToTheSame() => Prop.ForAll(Dressed, pair => Folding.Of(pair.Dressed) == Folding.Of(pair.Plain)).QuickCheckThrowOnFailure();

    [Fact]
    public void Verdict_InAnyDress_IsTheSame() =>
        Prop.ForAll(Dressed, pair => Rules.Judge(pair.Plain, "")?.Family == Rules.Judge(pair.Dressed, "")?.Family).QuickCheckThrowOnFailure();

    [Fact]
    public void Verdict_OfWhateverText_IsGivenWithoutFailing() =>
        Prop.ForAll(Gen.Choose(1, 0xFFFF).Where(code => !char.IsSurrogate((char)code)).Select(code => (char)code).ArrayOf().ToArbitrary(), letters =>
        {
            var text = new string(letters);
            _ = Rules.Judge(text, text);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("ｎａｋｅｄ")]
    [InlineData("NAKED")]
    [InlineData("nаkеd")]
    [InlineData("n\u200Ba\u200Bk\u200Be\u200Bd")]
    [InlineData("𝓷𝓪𝓴𝓮𝓭")]
    [InlineData("ⓝⓐⓚⓔⓓ")]
    [InlineData("🅝🅐🅚🅔🅓")]
    [InlineData("🇳🇦🇰🇪🇩")]
    [InlineData("ñåķëđ")]
    [InlineData("ɴᴀᴋᴇᴅ")]
    public void Word_InALettersDisguise_IsRead(string text) => Assert.Equal("naked", Folding.Of(text));

    [Fact]
    public void Digits_OfAnyScript_AreDigits() => Assert.Equal("13 13", Folding.Of("١٣ １３"));

    private static Arbitrary<(string Plain, string Dressed)> Dressed =>
        (from words in Gen.Elements(Words).NonEmptyListOf()
         let plain = string.Join(' ', words)
         from choices in Gen.Choose(0, 999).ArrayOf(plain.Length)
         select (plain, Dress(plain, choices))).ToArbitrary();

    private static string Dress(string plain, int[] choices) => string.Concat(plain.Select((letter, index) => (choices[index] % 5) switch
    {
        0 => $"{letter}{Invisible[choices[index] % Invisible.Length]}",
        1 => char.ToUpperInvariant(letter).ToString(),
        2 when LookAlikes.For(letter).ToList() is { Count: > 0 } alike => alike[choices[index] % alike.Count].ToString(),
        3 when letter is > ' ' and <= '~' => ((char)(letter - '!' + '！')).ToString(), // its full-width form
        _ => letter.ToString(),
    }));
}
