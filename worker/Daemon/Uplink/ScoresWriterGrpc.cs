using LaionGrid.Diffusion.Scoring;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink;

/// <summary>The engine's scores on the wire: what it does not say stays unset.</summary>
internal static class ScoresWriterGrpc
{
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
        return message;
    }
}
