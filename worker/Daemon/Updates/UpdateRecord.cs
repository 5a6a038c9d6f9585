namespace LaionGrid.Worker.Updates;

/// <summary>A release that runs here and has not shown yet that it does well.</summary>
/// <param name="Before">The version that is taken back when it does not.</param>
/// <param name="BadStarts">Starts that did not end by being told to, the one under way included.</param>
internal sealed record Trial(string Version, string Before, DateTimeOffset Since, int BadStarts);

/// <summary>What an installation remembers of its updates.</summary>
/// <param name="Place">0 to 1, drawn once: where this machine stands among those that take a release one after another.</param>
/// <param name="Refused">Versions that did not do well here. They are not tried again.</param>
internal sealed record UpdateRecord(double Place, Trial? Trial, IReadOnlyList<string> Refused);
