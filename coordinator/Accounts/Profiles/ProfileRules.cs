using System.Text;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts.Profiles;

/// <summary>What a profile may hold: a country that there is, and a short paragraph of plain text.</summary>
internal static class ProfileRules
{
    public const int MaxAbout = 280;

    /// <summary>The codes of ISO 3166-1, two letters each.</summary>
    private const string Codes =
        "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGY"
        + "HKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURW"
        + "SASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

    private static readonly HashSet<string> Countries = [.. Enumerable.Range(0, Codes.Length / 2).Select(index => Codes.Substring(index * 2, 2))];

    /// <summary>How many countries there are.</summary>
    public static int CountryCount => Countries.Count;

    /// <param name="about">After trimming.</param>
    public static Refusal? Check(string country, string about)
    {
        if (country.Length > 0 && !Countries.Contains(country))
            return Refusal.Invalid("profile.country_unknown", "country", "This is no country's code of ISO 3166-1, such as DE or JP. Choose one from the list, or none.");
        if (about.Length > 2 * MaxAbout || about.EnumerateRunes().Count() > MaxAbout)
            return Refusal.Invalid("profile.about_too_long", "about", $"The text about you has more than {MaxAbout} characters. Shorten it.");
        return about.EnumerateRunes().Any(IsUnwanted)
            ? Refusal.Invalid("profile.about_invalid", "about", "The text about you has a line break or an invisible mark that turns the direction of writing. Write it as one plain paragraph.")
            : null;
    }

    // Overrides of direction would let a text rearrange what stands beside it.
    private static bool IsUnwanted(Rune rune) => Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x2028 or 0x2029;
}
