using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Coordinator.Gallery;

namespace LaionGrid.Web.Gallery;

/// <summary>All that a picture's page shows.</summary>
public sealed record PicturePageView
{
    public required PictureView Picture { get; init; }

    /// <summary>Scheme and host that link previews fetch from.</summary>
    public required string Origin { get; init; }

    public required LineageView Lineage { get; init; }

    /// <summary>Null when nothing is known of it.</summary>
    public required ProvenanceView? Provenance { get; init; }

    /// <summary>What people say of it; null when nothing is known of it.</summary>
    public JudgementView? Judgement { get; init; }

    /// <summary>Versions of the open data that hold it, the newest first.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];

    /// <summary>Where pictures like it are shown; null where nobody can tell.</summary>
    public string? Similar { get; init; }

    /// <summary>Whether it is the page of the picture's own person, or of who looks after what is shown.</summary>
    public bool IsPersonal { get; init; }
}
