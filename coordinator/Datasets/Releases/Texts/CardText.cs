using System.Globalization;
using System.Text;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Texts;

/// <summary>README.md: the dataset card, in the form that Hugging Face's hub reads: YAML between two lines of dashes, a configuration for each table, then the sections of its template.</summary>
internal static class CardText
{
    public static string Of(ReleaseFacts facts) => new StringBuilder().Append(Yaml(facts)).Append(Body(facts)).ToString().ReplaceLineEndings("\n");

    private static string Yaml(ReleaseFacts facts) => $"""
        ---
        license: cc0-1.0
        pretty_name: "{facts.Title}"
        task_categories:
        - text-to-image
        - image-to-text
        annotations_creators:
        - crowdsourced
        language_creators:
        - crowdsourced
        size_categories:
        - {Size(facts.Pictures)}
        tags:
        - image
        - human-feedback
        - synthetic
        configs:
        {string.Join('\n', facts.Tables.Select(table => $"- config_name: {table.Name}\n  data_files: \"{table.Path}\"{(table == facts.Tables[0] ? "\n  default: true" : "")}"))}
        ---

        """;

    private static string Body(ReleaseFacts facts) => $"""
        # {facts.Title}

        {facts.Description}

        - **Version**: {facts.Version}, as of {facts.Bound.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC
        - **Licence**: CC0 1.0, see `LICENSE`
        - **Home**: {facts.Address}
        - **What is gone from it**: {facts.Site}/tombstones.json

        ## Uses

        Training and studying models that draw from words, models of what people like in pictures, and tools that find what is wrong with one. Whatever the licence allows is allowed: everything.

        ## Out of scope

        Finding out who asked for a picture. Judging people by their prompts. Treating the scores as truth: a network or a few people gave them.

        ## Structure

        | table | rows | what |
        | --- | --- | --- |
        {string.Join('\n', facts.Tables.Select(table => $"| `{table.Path}` | {table.Rows.ToString(CultureInfo.InvariantCulture)} | {table.About} |"))}

        `shards/*.tar` hold the pictures in WebDataset's form: of each its PNG, its row as JSON and its prompt as text, under its uid. `SHA256SUMS` has the hash of every file, `CHANGES.md` what was left out and why.

        ## Collection

        People wrote the prompts on the grid's site and through its API. Volunteers' idle machines rendered them; how each was checked is `reproduced`: 1 for a picture whose steps were done again elsewhere, 0 for one that was accepted because its
        worker's others were. A picture is here when whoever asked for it agreed to this licence beforehand, it was public three days later, and it passed its checks.

        ## Annotators

        People on the same site, without pay but for a better place in the queue; they do not see who asked, nor by which model a picture was made. Their raw answers are in the tables; who gave each is a key of this release alone.
        `raters` says in wide ranges for how long each has answered, and how much in all (`tenure_bucket`, `n_bucket`). Nobody is asked about themselves, so there is no survey.

        ## Quality

        `weight` in each row says how far its rater's answers to that task are trusted, and `raters` says so of each rater: from known answers where there are such, from answers given twice, from agreement with others and from haste. Those below 0.2
        are in no aggregate. Aggregates (`aesthetic_wmean`, `alignment_mean`, `bt_score`, `bt_se`, `caption`, `flags`, `tags` of `images`) come from the rows of this release and from nothing else; `laiongrid-coordinator datasets verify` reckons them again. How far people agree:

        {QualityTable(facts.Quality)}

        ## Personal data

        `user_key` and `rater_key` are keyed hashes whose key was drawn for this release and thrown away. Times are cut to the hour, though a uid holds the millisecond in which its picture was asked for, as the site's addresses do. Prompts are what people wrote, and may name somebody.
        Report a picture at {facts.Site}/pictures/UID.

        ## Bias

        Who has a reason to come writes the prompts; a share of at most a hundredth for each author keeps a few from being the data. Prompts that all can read differ from those that people keep to themselves. Unsafe pictures are left out by a score that errs both ways.

        ## Citation

        {facts.Title}. {facts.Address}, {facts.Date}.

        """;

    private static string QualityTable(IReadOnlyList<QualityRow> quality) => quality.Count == 0 ? "Nobody has answered yet." : string.Join('\n', [
        "| task | version | answers | Krippendorff's alpha | raters | items |", "| --- | --- | --- | --- | --- | --- |",
        .. quality.Select(row => string.Create(CultureInfo.InvariantCulture, $"| {row.Task} | {row.TaskVersion} | {row.Answers} | {AlphaOf(row)} | {row.Raters} | {row.Items} |"))]);

    /// <summary>To three places: the table has all of them.</summary>
    private static string AlphaOf(QualityRow row) => row.Alpha is { } alpha ? $"{alpha.ToString("0.000", CultureInfo.InvariantCulture)} ({row.Metric})" : "nothing to compare";

    private static string Size(long pictures) => pictures switch
    {
        < 1_000 => "n<1K",
        < 10_000 => "1K<n<10K",
        < 100_000 => "10K<n<100K",
        < 1_000_000 => "100K<n<1M",
        < 10_000_000 => "1M<n<10M",
        _ => "10M<n<100M",
    };
}
