using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Annotation.Serving;

namespace LaionGrid.Coordinator.Tests.Annotation;

public sealed class PromptScriptTests
{
    [Theory]
    [InlineData("a red house by the sea", null)]
    [InlineData("ein Haus am Fluß", null)] // no script tells German from English
    [InlineData("красный дом у моря", "Cyrillic")]
    [InlineData("red дом", null)] // as many of either
    [InlineData("κόκκινο σπίτι", "Greek")]
    [InlineData("赤い家", "Kana")]
    [InlineData("東京の夜景", "Kana")] // however little of it
    [InlineData("红色的房子", "Han")]
    [InlineData("빨간 집", "Hangul")]
    [InlineData("بيت أحمر", "Arabic")]
    [InlineData("लाल घर", "Devanagari")]
    [InlineData("บ้านสีแดง", "Thai")]
    [InlineData("4k, 8k, (((masterpiece:1.3)))", null)]
    [InlineData("🏠🌊", null)]
    [InlineData("", null)]
    public void Script_IsToldByMostOfTheLetters(string text, string? script) => Assert.Equal(script, PromptScript.NameOf(text));

    [Theory]
    [InlineData("красный дом", true, "uk-UA", "en")]
    [InlineData("красный дом", false, "de", "en-GB")]
    [InlineData("赤い家", true, "JA")]
    [InlineData("红色的房子", true, "ja")]
    [InlineData("赤い家", false, "zh-Hans")]
    [InlineData("a red house", true, "ja")] // in whatever language it is
    [InlineData("красный дом", true)]
    public void Text_IsAskedOfWhoSaysToReadItsScript_AndOfWhoSaysNothing(string text, bool reads, params string[] languages) => Assert.Equal(reads, PromptScript.Reads(languages, text));

    [Fact]
    public void Text_WhateverItIs_IsReadOrNot_AndNeverAnError() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), text => PromptScript.NameOf(text) is not null || PromptScript.Reads(["de"], text)).QuickCheckThrowOnFailure();
}
