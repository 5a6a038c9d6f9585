using LaionGrid.Contracts;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>LICENSE: the dedication, and the words that each author agreed to.</summary>
internal static class LicenceText
{
    public static string Of(ReleaseFacts facts) => $"""
        SPDX-License-Identifier: {ReleaseConsent.Licence}

        {facts.Title} is dedicated to the public domain under CC0 1.0 Universal, by those who asked for its pictures and by the grid that made them, as far as the law gives them any right to it.
        The legal text: https://creativecommons.org/publicdomain/zero/1.0/legalcode

        Each author agreed beforehand to these words (version {ReleaseConsent.Current} of them, or an earlier one):

        {ReleaseConsent.TextOf(ReleaseConsent.Current)}

        """.ReplaceLineEndings("\n");
}
