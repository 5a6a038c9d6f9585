namespace LaionGrid.Coordinator.Jobs.Checks;

/// <summary>
/// What a picture's scores make of it. They are its worker's word: enough to hide a picture, and to show one until somebody objects. A referee's word, where there is
/// one, can hide it too, and shows nothing that is hidden.
/// </summary>
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

    /// <summary>What a referee's scores make of it; null when they say nothing of how safe it is.</summary>
    public static PictureCheck? OfReferee(PictureScores scores, CheckOptions options) => scores is { Nsfw: null, IsUnsafe: null } ? null : Of(scores, isScored: true, options);

    /// <summary>Whether one of these lets fewer people see a picture.</summary>
    public static bool IsStricter(PictureCheck check, PictureCheck than) => StrictnessOf(check) > StrictnessOf(than);

    /// <summary>Whether its bytes are sent to everybody.</summary>
    public static bool IsShown(PictureCheck check) => check is PictureCheck.Safe or PictureCheck.Unchecked;

    private static int StrictnessOf(PictureCheck check) => check switch
    {
        PictureCheck.Safe => 0,
        PictureCheck.Unchecked => 1,
        PictureCheck.Unsafe => 2,
        PictureCheck.Withheld => 3,
        PictureCheck.TakenDown => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "A check without a strictness."),
    };

    private static PictureCheck OfUnscored(UnscoredPictures pictures) => pictures switch
    {
        UnscoredPictures.Trust => PictureCheck.Safe,
        UnscoredPictures.Blur => PictureCheck.Unchecked,
        UnscoredPictures.Moderator => PictureCheck.Unsafe,
        _ => throw new ArgumentOutOfRangeException(nameof(pictures), pictures, "A choice without a check."),
    };
}
