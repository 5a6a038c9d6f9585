namespace LaionGrid.Coordinator.Jobs;

/// <summary>What is known when somebody asks how long a picture will take.</summary>
/// <param name="JobsAhead">Queued jobs that are served first.</param>
/// <param name="IdleSlots">Slots that could take a job now.</param>
/// <param name="Slots">Slots online, idle or not.</param>
/// <param name="PicturesPerSecond">Completions observed over the last minutes; null when none was seen.</param>
/// <param name="FastService">Ten of a hundred renders of this cost are done in less.</param>
/// <param name="SlowService">Ten of a hundred take longer.</param>
internal sealed record EtaInputs(long JobsAhead, int IdleSlots, int Slots, double? PicturesPerSecond, TimeSpan FastService, TimeSpan SlowService);

/// <summary>
/// When a queued picture will be there, as a range that aims to hold in four cases of five. The wait is jobs ahead over the rate of service;
/// the range comes from how far the two estimates of that rate lie apart, from the scatter of the count served (a Poisson count of n
/// has the standard deviation sqrt n), and from the spread of service itself. Pure.
/// </summary>
internal static class EtaPolicy
{
    /// <summary>80 % of a normal distribution lie within this many standard deviations.</summary>
    private const double Deviations = 1.2816;

    /// <returns>Null when nothing serves the queue.</returns>
    public static (TimeSpan Low, TimeSpan High)? Estimate(EtaInputs inputs)
    {
        var ahead = Math.Max(0, inputs.JobsAhead + 1 - inputs.IdleSlots);
        if (ahead == 0)
            return (inputs.FastService, inputs.SlowService);
        if (Rates(inputs) is not { } rates)
            return null;
        var scatter = Deviations * Math.Sqrt(ahead);
        var low = Math.Max(0, ahead - scatter) / rates.High;
        var high = (ahead + scatter) / rates.Low;
        return (inputs.FastService + TimeSpan.FromSeconds(low), inputs.SlowService + TimeSpan.FromSeconds(high));
    }

    /// <summary>
    /// The rate observed, and the one the slots could reach. The first is too low while the queue was empty, the second too high when
    /// slots are held by slow machines, so the truth lies between.
    /// </summary>
    private static (double Low, double High)? Rates(EtaInputs inputs)
    {
        var service = Math.Sqrt(Math.Max(1e-3, inputs.FastService.TotalSeconds) * Math.Max(1e-3, inputs.SlowService.TotalSeconds));
        var possible = inputs.Slots / service;
        var observed = inputs.PicturesPerSecond is > 0 ? inputs.PicturesPerSecond.Value : possible;
        return inputs.Slots > 0 && observed > 0 ? (Math.Min(observed, possible), Math.Max(observed, possible)) : null;
    }
}
