namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>What a piece of a weighted prompt does.</summary>
internal enum PromptMarkKind
{
    Text,
    Open,
    Close,
    Break,
}
