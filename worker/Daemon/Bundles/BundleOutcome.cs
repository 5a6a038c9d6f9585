namespace LaionGrid.Worker.Bundles;

/// <summary>Whether a bundle can be rendered with.</summary>
internal abstract record BundleOutcome
{
    /// <summary>Every file is there and has its hash.</summary>
    internal sealed record Ready(string Folder) : BundleOutcome;

    /// <param name="Detail">One line: what is wrong with which file, and what to do.</param>
    internal sealed record Unusable(string Detail) : BundleOutcome;
}
