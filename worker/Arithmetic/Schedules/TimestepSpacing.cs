namespace LaionGrid.Arithmetic.Schedules;

/// <summary>Which of the training steps are taken (Lin and others, 2023, table 2).</summary>
public enum TimestepSpacing
{
    /// <summary>Whole multiples of a stride, from the clean end, shifted by an offset.</summary>
    Leading,

    /// <summary>A stride apart from the last training step down; the first is never taken.</summary>
    Trailing,

    /// <summary>Evenly from the last training step to the first.</summary>
    Linspace,
}
