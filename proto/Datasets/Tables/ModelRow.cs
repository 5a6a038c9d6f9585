namespace LaionGrid.Datasets.Tables;

/// <summary>A model that pictures of the release were made with.</summary>
public sealed record ModelRow(string Release, string ModelId, string Name, int Version, string Sha256, string License);
