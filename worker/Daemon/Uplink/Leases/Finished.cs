using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>What a worker says of a picture that it has uploaded.</summary>
/// <param name="Commitment">Binds the attempt to its trajectory and to these bytes of a picture.</param>
/// <param name="Took">By this machine's clock; shown, never paid by.</param>
internal sealed record Finished(ReadOnlyMemory<byte> Png, string EngineVersion, PictureScores? Scores, ReadOnlyMemory<byte> Commitment, TimeSpan Took);
