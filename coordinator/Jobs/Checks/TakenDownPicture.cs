using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs.Checks;

/// <summary>What is told in place of a picture.</summary>
internal static class TakenDownPicture
{
    public static Refusal Refusal { get; } = new(RefusalKind.Gone, "picture.taken_down", "This picture was taken down by a moderator, and nothing of it is shown any more. Whoever asked for it can appeal.");

    public static Refusal Withheld { get; } = new(RefusalKind.NotAllowed, "picture.withheld", "This picture is withheld until a moderator has looked at it. Come back later, or report what you know about it.");
}
