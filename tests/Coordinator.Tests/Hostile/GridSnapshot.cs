using LaionGrid.Coordinator.Accounts.Linking;
using LaionGrid.Coordinator.Operations.Sampling;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>
/// All that a coordinator keeps: every row of every table of the model, and the names of all stored pictures. Tallies are left out: a loop folds
/// them on its own, and the rows that they sum are here. So is the network's history, which grows by the minute, and so are machines that wait with a code: anybody may begin that, and nothing comes of it.
/// </summary>
internal sealed record GridSnapshot(IReadOnlyList<string> Lines)
{
    public static async Task<GridSnapshot> TakeAsync(CoordinatorUnderTest grid)
    {
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        var lines = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Where(entity => entity.ClrType != typeof(Tally) && entity.ClrType != typeof(TallyEntry) && entity.ClrType != typeof(Link) && entity.ClrType != typeof(NetworkSample)).Select(entity => entity.GetTableName()).OfType<string>().Distinct())
            lines.AddRange(await RowsAsync(db, table));
        return new([.. lines.Concat(Blobs(grid)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>What is in one and not in the other, for a failing test; empty when they are alike.</summary>
    public IReadOnlyList<string> Difference(GridSnapshot later) =>
        [.. Lines.Except(later.Lines).Select(line => $"- {line}"), .. later.Lines.Except(Lines).Select(line => $"+ {line}")];

    private static async Task<List<string>> RowsAsync(GridDb db, string table)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The name comes from the model.
        command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add($"{table}: {string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(column => $"{reader.GetName(column)}={Text(reader.GetValue(column))}"))}");
        return rows;
    }

    private static string Text(object value) => value is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{value}";

    private static IEnumerable<string> Blobs(CoordinatorUnderTest grid)
    {
        var folder = new DirectoryInfo(grid.Folder[Path.Combine("data", "blobs")]);
        return folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => $"blob: {file.Name} {file.Length}") : [];
    }
}
