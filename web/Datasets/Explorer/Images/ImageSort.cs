namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>In which order pictures come; each but the first leaves out those that have no such number.</summary>
public enum ImageSort
{
    Score,
    Rating,
    Newest,
    Similarity,
}
