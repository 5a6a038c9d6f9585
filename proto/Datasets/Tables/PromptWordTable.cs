using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "prompt_words", in their order.</summary>
public static class PromptWordTable
{
    public const string Name = "prompt_words";

    public static ParquetColumns<PromptWordRow> Columns { get; } = AnswerColumns.Begin<PromptWordRow>().Int32("token_index", row => row.TokenIndex).Text("token", row => row.Token).Text("label", row => row.Label).Int32("alignment", row => row.Alignment).End();
}
