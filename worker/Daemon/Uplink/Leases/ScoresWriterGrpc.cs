using Google.Protobuf;
using LaionGrid.Diffusion.Scoring;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>The engine's scores on the wire: what it does not say stays unset.</summary>
internal static class ScoresWriterGrpc
{
    private const int MaxEmbeddingBytes = 2048; // more is refused, and with it the picture

    /// <summary>Empty where there is none, or a wider one than is taken.</summary>
    public static ByteString EmbeddingToWire(this PictureScores? scores) =>
        scores?.Embedding is { Length: <= MaxEmbeddingBytes } embedding ? ByteString.CopyFrom(embedding) : ByteString.Empty;

    public static Wire.PictureScores ToWire(this PictureScores scores)
    {
        var message = new Wire.PictureScores();
        if (scores.TextFit is { } fit)
            message.TextFit = fit;
        if (scores.Aesthetic is { } aesthetic)
            message.Aesthetic = aesthetic;
        if (scores.Nsfw is { } nsfw)
            message.Nsfw = nsfw;
        if (scores.IsUnsafe is { } isUnsafe)
            message.IsUnsafe = isUnsafe;
        if (scores.Watermark is { } watermark)
            message.Watermark = watermark;
        return message;
    }
}
