namespace LaionGrid.Coordinator.Annotation.Taking;

/// <summary>What becomes of an answer that comes in.</summary>
internal enum Reception
{
    /// <summary>It is kept.</summary>
    Take,

    /// <summary>It was kept before: the same outcome once more.</summary>
    Repeat,

    /// <summary>Another answer was kept before.</summary>
    Given,

    /// <summary>The task was given back before.</summary>
    Skipped,

    /// <summary>Its place went to somebody else.</summary>
    Late,
}

/// <summary>The few ways of an assignment: open, then answered or skipped, and so for good. Pure.</summary>
internal static class AssignmentLifecycle
{
    /// <param name="isSame">Whether the answer is the one kept; only of an answered one.</param>
    /// <param name="isLate">Whether its lease is over.</param>
    /// <param name="isPlaceTaken">Whether others have given, or hold the places for, all answers that are wanted.</param>
    public static Reception Receive(AssignmentState state, bool isSame, bool isLate, bool isPlaceTaken) => state switch
    {
        AssignmentState.Answered => isSame ? Reception.Repeat : Reception.Given,
        AssignmentState.Skipped => Reception.Skipped,
        AssignmentState.Open => isLate && isPlaceTaken ? Reception.Late : Reception.Take,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a way on."),
    };
}
