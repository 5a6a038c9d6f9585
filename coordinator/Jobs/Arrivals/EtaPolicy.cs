namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>What is known when somebody asks how long a picture will take.</summary>
/// <param name="JobsAhead">Queued jobs of the lane that are served first.</param>
/// <param name="IdleSlots">Slots that could take the job now.</param>
/// <param name="Slots">Slots online that can do it, idle or not.</param>
/// <param name="PicturesPerSecond">Completions of the lane observed over the last minutes; null when none was seen.</param>
/// <param name="VirtualWait">How long the virtual time, at its pace of the last minutes, takes to reach the job's tag; null when it stood still.</param>
/// <param name="FastService">Ten of a hundred renders of this cost are done in less.</param>
/// <param name="SlowService">Ten of a hundred take longer.</param>
internal sealed record EtaInputs(
    long JobsAhead, int IdleSlots, int Slots, double? PicturesPerSecond, TimeSpan? VirtualWait, TimeSpan FastService, TimeSpan SlowService);

/// <summary>
/// When a queued picture will be there, as a range that aims to hold in four cases of five. There are two views of the wait: the jobs ahead
/// over the rate of service, as if nobody else came; and the virtual time's own pace, which holds when as many newcomers go on passing.
/// The range spans both, the scatter of the count served (a Poisson count of n has the standard deviation sqrt n), and the spread of
/// service itself. Pure.
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
        if (Rate(inputs) is not { } rate)
            return null;
        var scatter = Deviations * Math.Sqrt(ahead);
        var (low, high) = (Math.Max(0, ahead - scatter) / rate, (ahead + scatter) / rate);
        var passed = inputs.VirtualWait?.TotalSeconds ?? high;
        return (inputs.FastService + TimeSpan.FromSeconds(Math.Min(low, passed)), inputs.SlowService + TimeSpan.FromSeconds(Math.Max(high, passed)));
    }

    /// <summary>As observed; before anything was, what the slots could reach at the middle of the two service times.</summary>
    private static double? Rate(EtaInputs inputs)
    {
        if (inputs.PicturesPerSecond is > 0)
            return inputs.PicturesPerSecond;
        var service = Math.Sqrt(inputs.FastService.TotalSeconds * inputs.SlowService.TotalSeconds);
        return inputs.Slots > 0 && service > 0 ? inputs.Slots / service : null;
    }
}
