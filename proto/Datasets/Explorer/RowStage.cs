using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Explorer;

/// <summary>Takes rows as they come, and moves them to their tables by score. Only a score and a number a row are in memory, and the facets' values.</summary>
internal sealed class RowStage : IDisposable
{
    private static readonly string[] Names = [.. $"{ExplorerSchema.Columns}, {ExplorerSchema.StagedColumns}".Split(", ")];

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter[] _values;
    private readonly List<float> _scores = [];
    private readonly List<bool> _hasMore = []; // rows with labels or a vector, which are asked for one by one
    private readonly FacetCodes _model = new("model"), _sampler = new("sampler"), _source = new("source"), _language = new("lang"), _domain = new("domain");

    public RowStage(SqliteConnection connection)
    {
        _connection = connection;
        connection.Execute(ExplorerSchema.Staging);
        _insert = connection.Prepare($"INSERT INTO staging.rows ({string.Join(", ", Names)}) VALUES ({string.Join(", ", Names.Select(name => $"@{name}"))})", [.. Names.Select(name => $"@{name}")]);
        _values = [.. _insert.Parameters.Cast<SqliteParameter>()];
    }

    public long Count => _scores.Count;

    public void Add(ExplorerRow row)
    {
        var domain = Domains.Of(row.Url);
        Span<object?> values = [row.Uid, row.Score, row.Rating, row.Ratings, row.Strength, row.Similarity, row.Unsafe, row.Watermark, row.Created?.ToUnixTimeSeconds(), row.Width, row.Height, row.Steps, row.Cfg, row.Seed,
            row.Model, row.Sampler, row.Source, row.Language, domain, row.License, row.Url, row.Prompt, row.NegativePrompt, row.Caption, ListOf(row.Tags), ListOf(row.Flags), row.Embedding,
            _model.Of(row.Model), _sampler.Of(row.Sampler), _source.Of(row.Source), _language.Of(row.Language), _domain.Of(domain), row.Phash];
        for (var i = 0; i < values.Length; i++)
            _values[i].Value = values[i] ?? DBNull.Value;
        _insert.ExecuteNonQuery();
        _scores.Add((float?)row.Score ?? float.NegativeInfinity);
        _hasMore.Add(row.Tags.Count > 0 || row.Flags.Count > 0 || row.Embedding is not null);
    }

    /// <summary>Best score first, then as they came; an id is the place in that order.</summary>
    public void MoveInOrder()
    {
        using var move = Mover($"INSERT INTO images (id, {ExplorerSchema.Columns}) SELECT @id, {ExplorerSchema.Columns} FROM staging.rows WHERE row = @row");
        using var key = Mover("INSERT INTO keys SELECT @id, score, rating, created, similarity, model_code, sampler_code, source_code, lang_code, domain_code, phash FROM staging.rows WHERE row = @row");
        using var tags = Mover("INSERT OR IGNORE INTO labels SELECT 'tag', value, @id FROM staging.rows, json_each(tags) WHERE row = @row");
        using var flags = Mover("INSERT OR IGNORE INTO labels SELECT 'flag', value, @id FROM staging.rows, json_each(flags) WHERE row = @row");
        using var embedding = Mover("INSERT INTO embeddings SELECT @id, embedding FROM staging.rows WHERE row = @row AND embedding IS NOT NULL");
        var id = 0L;
        foreach (var row in Enumerable.Range(0, _scores.Count).OrderByDescending(row => _scores[row])) // equal ones stay as they were
        {
            id++;
            foreach (var command in _hasMore[row] ? [move, key, tags, flags, embedding] : (ReadOnlySpan<SqliteCommand>)[move, key])
            {
                command.Parameters[0].Value = id;
                command.Parameters[1].Value = row + 1L;
                command.ExecuteNonQuery();
            }
        }
        KeepFacets();
    }

    public void Dispose() => _insert.Dispose();

    private void KeepFacets()
    {
        foreach (var facet in new[] { _model, _sampler, _source, _language, _domain })
            facet.Save(_connection);
        _connection.Execute("""
            INSERT INTO facet_values SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY label) - 1, label, count(*) FROM labels GROUP BY kind, label
            """);
    }

    private SqliteCommand Mover(string sql) => _connection.Prepare(sql, "@id", "@row");

    private static string? ListOf(IReadOnlyList<string> labels) => labels.Count == 0 ? null : JsonSerializer.Serialize(labels);
}
