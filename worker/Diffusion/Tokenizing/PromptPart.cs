namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>A stretch of a prompt under one weight.</summary>
/// <param name="Text">Without brackets and escapes. Of a break a space, so that the texts of all parts joined are the plain prompt.</param>
/// <param name="Weight">Finite, within ±<see cref="PromptWeights.Largest"/>; 1 is neutral.</param>
/// <param name="IsBreak">Stands for the word BREAK: what follows begins a new chunk of tokens.</param>
internal readonly record struct PromptPart(string Text, float Weight, bool IsBreak = false);
