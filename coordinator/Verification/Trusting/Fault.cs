namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>How bad a confirmed fault is.</summary>
internal enum Fault
{
    /// <summary>The trajectory did not come: the work counts as not done, and nothing is shown of its correctness.</summary>
    Withheld,

    /// <summary>Just outside the tolerance: a failing card, a wrong driver, or a cheat that saves little.</summary>
    Small,

    /// <summary>Far outside it, or what is exact does not hold. No honest machine does that.</summary>
    Gross,
}
