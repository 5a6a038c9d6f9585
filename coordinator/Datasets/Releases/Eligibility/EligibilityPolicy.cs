using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;

namespace LaionGrid.Coordinator.Datasets.Releases.Eligibility;

/// <summary>The bounds that a release keeps.</summary>
/// <param name="Before">Pictures that were asked for earlier than this are past their embargo.</param>
/// <param name="UnsafeFrom">Least score of a picture that is not safe for work, 0 to 1.</param>
/// <param name="CleanBundles">Bundles whose licence lets their output be given away.</param>
internal sealed record EligibilityBounds(DateTimeOffset Before, double UnsafeFrom, IReadOnlySet<string> CleanBundles);

/// <summary>Whether a picture by itself may be released; what depends on the others of the release is <see cref="NearDuplicates"/> and <see cref="AuthorSharePolicy"/>. Pure.</summary>
internal static class EligibilityPolicy
{
    /// <summary>For so long after it was asked for a picture is in no release, so that whoever deletes it has really deleted it.</summary>
    public static TimeSpan Embargo { get; } = TimeSpan.FromHours(72);

    /// <summary>Why it is not released; null when it may be.</summary>
    public static Ineligible? Check(Candidate picture, EligibilityBounds bounds) => picture switch
    {
        { IsGone: true } or { Check: PictureCheck.TakenDown } => Ineligible.Gone,
        { Visibility: not Visibility.Public } => Ineligible.NotPublic,
        { Consent: ReleaseConsents.None } => Ineligible.NoConsent,
        _ when picture.AskedAt >= bounds.Before => Ineligible.Embargoed,
        { Verdict: not (Verdict.Accepted or Verdict.AcceptedUnaudited) } => Ineligible.Unverified,
        { Check: not PictureCheck.Safe } => Ineligible.Unchecked,
        { Nsfw: { } nsfw } when nsfw >= bounds.UnsafeFrom => Ineligible.Unsafe,
        _ => bounds.CleanBundles.Contains(picture.BundleId) ? null : Ineligible.Licence,
    };

    /// <summary>Why a picture that was released must be gone from what follows; null while it stands. What waits for a moderator is only left out meanwhile.</summary>
    public static RemovalReason? Removal(Visibility visibility, PictureCheck check, Verdict verdict, bool isWithdrawn) => (visibility, check, verdict) switch
    {
        (_, PictureCheck.TakenDown, _) => RemovalReason.TakenDown,
        (not Visibility.Public, _, _) => RemovalReason.Withdrawn,
        _ when isWithdrawn => RemovalReason.Withdrawn,
        (_, PictureCheck.Unsafe, _) => RemovalReason.Unsafe,
        (_, _, Verdict.Rejected or Verdict.Recalled) => RemovalReason.Rejected,
        _ => null,
    };
}
