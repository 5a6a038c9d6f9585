using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Who may ask for which visibility, and which pictures of a request a stranger is shown. Pure.</summary>
internal static class VisibilityPolicy
{
    /// <summary>Those that a person may choose.</summary>
    public static readonly Visibility[] Choices = [Visibility.Public, Visibility.Unlisted, Visibility.Private];

    /// <summary>Why a picture may not be asked for so; null when it may.</summary>
    public static Refusal? Check(Visibility wanted, bool isAnonymous) => wanted == Visibility.Private && isAnonymous
        ? new(RefusalKind.NotAllowed, "visibility.needs_account", "A private picture is kept for the account that asked for it, and nobody is signed in. Sign in first, or make it unlisted.", "visibility")
        : null;

    /// <summary>
    /// What a stranger sees of a request's pictures, of those that may be seen at all: where some are public the others are passed over, for a public
    /// picture's page leads here, and would give away the addresses of the unlisted ones.
    /// </summary>
    public static IEnumerable<T> Shown<T>(IReadOnlyCollection<T> visible, Func<T, Visibility> of) =>
        visible.Any(one => of(one) == Visibility.Public) ? visible.Where(one => of(one) == Visibility.Public) : visible;
}
