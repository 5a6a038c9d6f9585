namespace LaionGrid.Worker.Bundles;

/// <summary>Whether a bundle can be rendered with.</summary>
internal abstract record BundleOutcome
{
    /// <summary>Every file is there and has its hash.</summary>
    internal sealed record Ready(string Folder) : BundleOutcome;

    /// <summary>The disk has no room for it now. What has come of it stays, to go on from.</summary>
    /// <param name="Detail">One line: how much it lacks, and what to do.</param>
    internal sealed record NoRoom(string Detail) : BundleOutcome;

    /// <param name="Detail">One line: what is wrong with which file, and what to do.</param>
    internal sealed record Unusable(string Detail) : BundleOutcome;
}
