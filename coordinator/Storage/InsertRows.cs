using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LaionGrid.Coordinator.Storage;

/// <summary>Inserts entities as the model maps them, many in one statement, past the change tracker: on the paths that every job takes.</summary>
internal static class InsertRows
{
    /// <summary>SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535.</summary>
    private const int MaxParameters = 30_000;

    private static readonly ConcurrentDictionary<IEntityType, Table> Tables = new();

    /// <exception cref="System.Data.Common.DbException">An index or a foreign key forbids one of them; then none is kept.</exception>
    public static async Task InsertAsync<T>(this GridDb db, IReadOnlyCollection<T> entities, CancellationToken cancellationToken)
        where T : class
    {
        var table = Tables.GetOrAdd(db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T)} is no entity."), Table.Of);
        foreach (var some in entities.Chunk(MaxParameters / table.Columns.Count))
            await db.ExecuteRowsAsync(table.Sql, Array.ConvertAll(some, table.Row), [], cancellationToken, table.Types);
    }

    private sealed record Table(string Sql, IReadOnlyList<Column> Columns)
    {
        public static Table Of(IEntityType entity)
        {
            var columns = entity.GetFlattenedProperties().Select(property => new Column(property)).ToList();
            var names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
            return new($"INSERT INTO {entity.GetTableName()} ({names}) VALUES {{rows}}", columns);
        }

        public IReadOnlyList<Type> Types { get; } = [.. Columns.Select(column => column.Type)];

        public object?[] Row(object entity) => [.. Columns.Select(column => column.ValueOf(entity))];
    }

    private sealed class Column(IProperty property)
    {
        private readonly IClrPropertyGetter _getter = property.GetGetter();
        private readonly Func<object?, object?>? _convert = property.GetTypeMapping().Converter?.ConvertToProvider;

        public Type Type { get; } = (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) is var type ? Nullable.GetUnderlyingType(type) ?? type : type;

        public string Name { get; } = property.GetColumnName();

        public object? ValueOf(object entity)
        {
            var value = _getter.GetClrValueUsingContainingEntity(entity);
            return _convert is null ? value : _convert(value);
        }
    }
}
