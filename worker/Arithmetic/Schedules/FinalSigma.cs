namespace LaionGrid.Arithmetic.Schedules;

/// <summary>Where the last step of a sampler that works on noise levels ends.</summary>
public enum FinalSigma
{
    /// <summary>At no noise.</summary>
    Zero,

    /// <summary>At the noise of training step 0.</summary>
    Smallest,
}
