namespace LaionGrid.Contracts;

/// <summary>What a person agrees to whose pictures may be released. A text that was agreed to is never changed: another one gets the next version.</summary>
public static class ReleaseConsent
{
    /// <summary>The version that is asked for now; 0 on a request stands for "not given".</summary>
    public const int Current = 1;

    /// <summary>SPDX id of the licence of all that is released.</summary>
    public const string Licence = "CC0-1.0";

    private static readonly string[] Texts =
    [
        "I dedicate the pictures that I ask for here, with their prompts and settings, to the public domain under CC0 1.0, as far as the law gives me any right to them. "
        + "From three days after a picture was asked for it may be part of the grid's open data. Until then I can delete it or hide it, and nothing of it is released. "
        + "Later I can still have it left out of everything that is released from then on, and a public list says that it is withdrawn; copies that others have made cannot be called back. "
        + "The data names neither me nor my account: each release has a key for me that fits no other release.",
    ];

    /// <summary>The words of a version, for people; null when there is no such version.</summary>
    /// <param name="version">From 1.</param>
    public static string? TextOf(int version) => version >= 1 && version <= Texts.Length ? Texts[version - 1] : null;
}
