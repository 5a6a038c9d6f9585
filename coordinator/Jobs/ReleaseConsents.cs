using LaionGrid.Contracts;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Which consents to a release are taken: none, or one whose words are known here.</summary>
internal static class ReleaseConsents
{
    public const int None = 0;

    /// <summary>Why this cannot be agreed to; null when it can.</summary>
    public static Refusal? Check(int version) => version == None || ReleaseConsent.TextOf(version) is not null
        ? null
        : Refusal.Invalid("consent.unknown", "release_consent_version", $"There is no consent of version {version} here. Show the words of version {ReleaseConsent.Current} and send that, or 0 when it is not given.");
}
