using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>What the texts of a release tell of it.</summary>
internal sealed record ReleaseFacts
{
    public required string Version { get; init; }

    public required ReleaseKind Kind { get; init; }

    /// <summary>The instant that all of it is of.</summary>
    public required DateTimeOffset Bound { get; init; }

    /// <summary>The site's address, without a slash at its end.</summary>
    public required string Site { get; init; }

    /// <summary>Rows of each table, in the order of the tables.</summary>
    public required IReadOnlyList<TableFacts> Tables { get; init; }

    /// <summary>How far people agree about each task.</summary>
    public required IReadOnlyList<QualityRow> Quality { get; init; }

    /// <summary>All files so far.</summary>
    public required IReadOnlyList<StagedFile> Files { get; init; }

    public required IReadOnlyDictionary<Ineligible, int> LeftOut { get; init; }

    /// <summary>Pictures whose bytes were not there any more.</summary>
    public required int Lost { get; init; }

    public required int Tombstones { get; init; }

    public string Title => $"LaionGrid open pictures {Version}";

    public string Date => Bound.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public string Address => $"{Site}/datasets/{Version}";

    public long Pictures => Tables[0].Rows;

    public string Description => Kind == ReleaseKind.Daily
        ? $"Pictures that volunteers' machines rendered from people's prompts, with prompts, settings, scores and judgements: what no earlier increment holds, as of {Date}."
        : $"Pictures that volunteers' machines rendered from people's prompts, with prompts, settings, scores and judgements: all that was asked for in {Version[..7]} and is released.";
}

/// <summary>A table of a release.</summary>
/// <param name="Path">Of its file within the release.</param>
/// <param name="About">One sentence.</param>
/// <param name="Columns">Name and Parquet type of each, and whether it may be null.</param>
internal sealed record TableFacts(string Name, string Path, long Rows, string About, IReadOnlyList<(string Name, LaionGrid.Datasets.Parquet.ParquetType Type, bool IsNullable)> Columns);
