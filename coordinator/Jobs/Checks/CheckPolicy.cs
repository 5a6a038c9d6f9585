namespace LaionGrid.Coordinator.Jobs.Checks;

/// <summary>What a picture's scores make of it. They are its worker's word: enough to hide a picture, and to show one until somebody objects.</summary>
internal static class CheckPolicy
{
    /// <param name="isScored">Whether the bundle has networks that say how safe a picture is: then one without these scores was not scored as it should be.</param>
    public static PictureCheck Of(PictureScores scores, bool isScored, CheckOptions options) => scores switch
    {
        { IsUnsafe: true } => PictureCheck.Unsafe,
        { Nsfw: { } nsfw } when nsfw >= options.UnsafeFrom => PictureCheck.Unsafe,
        { Nsfw: { } nsfw } when nsfw >= options.UncheckedFrom => PictureCheck.Unchecked,
        { Nsfw: null, IsUnsafe: null } => isScored ? PictureCheck.Unchecked : OfUnscored(options.Unscored),
        _ => PictureCheck.Safe,
    };

    /// <summary>Whether its bytes are sent to everybody.</summary>
    public static bool IsShown(PictureCheck check) => check is PictureCheck.Safe or PictureCheck.Unchecked;

    private static PictureCheck OfUnscored(UnscoredPictures pictures) => pictures switch
    {
        UnscoredPictures.Trust => PictureCheck.Safe,
        UnscoredPictures.Blur => PictureCheck.Unchecked,
        UnscoredPictures.Moderator => PictureCheck.Unsafe,
        _ => throw new ArgumentOutOfRangeException(nameof(pictures), pictures, "A choice without a check."),
    };
}
