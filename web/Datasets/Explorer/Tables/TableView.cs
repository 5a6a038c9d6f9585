namespace LaionGrid.Web.Datasets.Explorer.Tables;

/// <summary>What a page with a counted table shows.</summary>
public sealed record TableView(DataSet Set, TableKind Table)
{
    public DataRows Rows { get; init; } = new([], []);

    /// <summary>Of terms.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Of terms.</summary>
    public string Sort { get; init; } = "";

    /// <summary>Pictures that must mention a term.</summary>
    public long Least { get; init; }

    /// <summary>Whose company is shown; empty for the list of words.</summary>
    public string Word { get; init; } = "";

    public string Title => Table switch
    {
        TableKind.Terms => "What prompts mention",
        TableKind.Prompts => "Prompts that come again",
        TableKind.Models => "Models",
        _ => Word.Length > 0 ? $"Words that meet \"{Word}\"" : "Words",
    };

    public string Lead => Table switch
    {
        TableKind.Terms => "How many pictures' texts mention each, and the mean score and rating of pictures with it and without it. That they differ does not say why.",
        TableKind.Prompts => "The same words sent more than once, the most frequent first.",
        TableKind.Models => "How many pictures each made, and how they are liked.",
        _ => Word.Length > 0 ? "Those that stand in one text with it more often than chance would have it: 1 is always, 0 is chance (normalized pointwise mutual information)." : "The most frequent words. Each leads to those that it meets.",
    };
}

/// <summary>Which table it is.</summary>
public enum TableKind
{
    Terms,
    Prompts,
    Words,
    Models,
}
