namespace LaionGrid.Worker.Uplink.Auditing;

/// <summary>What a referee is asked.</summary>
/// <param name="Evaluations">Their numbers, in rising order.</param>
/// <param name="Encodes">Whether the picture that it begins from is to be encoded too.</param>
/// <param name="Latents">Where each starts, in single precision; behind them the latent to decode if there is one to.</param>
internal sealed record Challenge(IReadOnlyList<int> Evaluations, bool Decodes, bool Encodes, ReadOnlyMemory<byte> Latents);
