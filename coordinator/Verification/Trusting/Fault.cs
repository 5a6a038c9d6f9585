namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>How bad a confirmed fault is.</summary>
internal enum Fault
{
    /// <summary>The trajectory did not come: the work counts as not done, and what no audit has settled is lost with it; of its correctness nothing is shown.</summary>
    Withheld,

    /// <summary>Just outside the tolerance: a failing card, a wrong driver, or a cheat that saves little.</summary>
    Small,

    /// <summary>Far outside it, or what is exact does not hold. No honest machine does that.</summary>
    Gross,
}
