namespace LaionGrid.Web.Datasets.Explorer.Similar;

/// <summary>Finds out whether the open data on this site can tell what is like a picture of the grid: whether a release that lies here holds it, with its vector.</summary>
internal sealed class FindVector(DataShelf shelf)
{
    /// <summary>The address of what is like it; null where nobody can tell. Two look-ups a release that lies here, which are a few.</summary>
    public string? AddressOf(string uid) => shelf.All.LastOrDefault(set => set is { IsOurs: true, Embedded: > 0 } && Has(set, uid)) is { } holding
        ? SimilarHttp.SimilarAddress(holding, uid)
        : null;

    private static bool Has(DataSet set, string uid)
    {
        using var connection = set.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM embeddings WHERE id = (SELECT id FROM images WHERE uid = @uid))"; // unique index; primary key
        command.Parameters.AddWithValue("@uid", uid);
        return (long)command.ExecuteScalar()! == 1; // it is always 0 or 1
    }
}
