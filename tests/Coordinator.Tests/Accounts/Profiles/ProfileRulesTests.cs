using LaionGrid.Coordinator.Accounts.Profiles;

namespace LaionGrid.Coordinator.Tests.Accounts.Profiles;

public sealed class ProfileRulesTests
{
    [Fact]
    public void Countries_AreAllThereAre() => Assert.Equal(249, ProfileRules.CountryCount);

    [Theory, InlineData(""), InlineData("DE"), InlineData("ZW"), InlineData("AD")]
    public void Country_OfTheList_OrNone_IsTaken(string country) => Assert.Null(ProfileRules.Check(country, ""));

    [Theory, InlineData("EU"), InlineData("UK"), InlineData("D"), InlineData("EDE"), InlineData("ED")]
    public void Country_OfNoList_IsRefused(string country) => Assert.Equal(("profile.country_unknown", "country"), (ProfileRules.Check(country, "")?.Code, ProfileRules.Check(country, "")?.Field));

    /// <summary>A character counts once however many bytes it takes.</summary>
    [Fact]
    public void About_IsCountedInCharacters()
    {
        Assert.Null(ProfileRules.Check("", string.Concat(Enumerable.Repeat("\U0001F5BC", 280))));
        Assert.Equal("profile.about_too_long", ProfileRules.Check("", string.Concat(Enumerable.Repeat("\U0001F5BC", 281)))?.Code);
    }

    [Theory, InlineData("one\ntwo"), InlineData("one\u2028two"), InlineData("\u202Eeno"), InlineData("\u2066x")]
    public void About_ThatLeavesItsParagraph_IsRefused(string about) => Assert.Equal("profile.about_invalid", ProfileRules.Check("", about)?.Code);

    [Fact]
    public void About_InAnyScript_IsTaken() => Assert.Null(ProfileRules.Check("", "أحب الطيور. 鳥が好きです。"));
}
