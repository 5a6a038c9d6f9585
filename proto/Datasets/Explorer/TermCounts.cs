using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Explorer;

/// <summary>
/// Fills what the pages of terms, words and phrases show. Of each term: how many pictures' texts mention it, and the mean score and rating with and without it,
/// (all - with) / (all that are scored - those with it that are).
/// </summary>
internal sealed class TermCounts(SqliteConnection connection)
{
    private const int LeastPhrase = 20, MostPhrases = 300, LeastPair = 5, MostPairs = 20, LeastWord = 3;

    private List<(string Word, long Images)> _words = [];

    public void Fill()
    {
        connection.Execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, 'images_fts', 'row')");
        _words = [.. FrequentWords()];
        var counts = new PromptCounts([.. _words.Select(word => word.Word)]);
        ReadPrompts(counts);
        FillPairs(counts);
        FillTerms(TermList.All.Concat(counts.Phrases(LeastPhrase, MostPhrases).Select(phrase => ("phrase", phrase)))
            .Concat(_words.Where(word => !Words.IsCommon(word.Word)).Take(PromptCounts.PairWords).Select(word => ("word", word.Word))));
        connection.Execute("DROP TABLE temp.vocabulary");
        connection.Execute("""
            INSERT INTO terms SELECT 'model', v.value, count(*), round(avg(k.score), 6), NULL, round(avg(k.rating), 6), NULL, count(k.rating)
            FROM keys k JOIN facet_values v ON v.facet = 'model' AND v.code = k.model GROUP BY k.model
            """);
    }

    private IEnumerable<(string Word, long Images)> FrequentWords()
    {
        using var command = connection.Prepare("SELECT term, doc FROM temp.vocabulary WHERE doc >= @least ORDER BY doc DESC, term LIMIT @most");
        command.Set("@least", LeastWord);
        command.Set("@most", PromptCounts.MaxVocabulary);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return (reader.GetString(0), reader.GetInt64(1));
    }

    private void ReadPrompts(PromptCounts counts)
    {
        using var command = connection.Prepare("SELECT prompt FROM images ORDER BY id");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            counts.Add(reader.GetString(0));
    }

    /// <summary>How much more often two words meet than chance would have it: normalized pointwise mutual information, ln(p12 / (p1 p2)) / -ln p12, -1 to 1 (Bouma 2009).</summary>
    private void FillPairs(PromptCounts counts)
    {
        using var insert = connection.Prepare("INSERT INTO pairs (word, other, images, npmi) VALUES (@word, @other, @images, @npmi)", "@word", "@other", "@images", "@npmi");
        var words = Math.Min(_words.Count, PromptCounts.PairWords);
        for (var word = 0; word < words; word++)
        {
            foreach (var (other, both, npmi) in Others(counts, word, words).OrderByDescending(pair => pair.Npmi).ThenBy(pair => pair.Other).Take(MostPairs))
            {
                (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value, insert.Parameters[3].Value) = (_words[word].Word, _words[other].Word, both, Math.Round(npmi, 6));
                insert.ExecuteNonQuery();
            }
        }
    }

    private IEnumerable<(int Other, int Both, double Npmi)> Others(PromptCounts counts, int word, int words)
    {
        double all = counts.Prompts;
        for (var other = 0; other < words; other++)
        {
            var both = word < other ? counts.Both(word, other) : counts.Both(other, word);
            if (other != word && both >= LeastPair)
                yield return (other, both, both == all ? 1 : Math.Log(both * all / ((double)_words[word].Images * _words[other].Images)) / -Math.Log(both / all));
        }
    }

    private void FillTerms(IEnumerable<(string Kind, string Term)> terms)
    {
        var (_, scored, scores, rated, ratings) = Sums("SELECT count(*), count(score), total(score), count(rating), total(rating) FROM keys", null);
        using var insert = connection.Prepare("INSERT OR IGNORE INTO terms VALUES (@kind, @term, @images, @sw, @so, @rw, @ro, @rated)", "@kind", "@term", "@images", "@sw", "@so", "@rw", "@ro", "@rated");
        foreach (var (kind, term) in terms)
        {
            var with = Sums("SELECT count(*), count(score), total(score), count(rating), total(rating) FROM images_fts f CROSS JOIN keys k ON k.id = f.rowid WHERE images_fts MATCH @term", $"\"{term.Replace("\"", "", StringComparison.Ordinal)}\"");
            if (with.Images == 0)
                continue;
            object?[] values = [kind, term, with.Images, Mean(with.Scores, with.Scored), Mean(scores - with.Scores, scored - with.Scored), Mean(with.Ratings, with.Rated), Mean(ratings - with.Ratings, rated - with.Rated), with.Rated];
            for (var i = 0; i < values.Length; i++)
                insert.Parameters[i].Value = values[i] ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }
    }

    private (long Images, long Scored, double Scores, long Rated, double Ratings) Sums(string sql, string? term)
    {
        using var command = connection.Prepare(sql);
        if (term is not null)
            command.Set("@term", term);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetDouble(2), reader.GetInt64(3), reader.GetDouble(4));
    }

    private static double? Mean(double sum, long count) => count > 0 ? Math.Round(sum / count, 6) : null;
}
