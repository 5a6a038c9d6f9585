namespace LaionGrid.Coordinator.Results;

/// <summary>Why a picture was rejected, for its worker's owner: what happened, and what to do.</summary>
internal static class VerdictWords
{
    /// <param name="code">The verdict's; empty gives nothing.</param>
    public static string Of(string code) => code switch
    {
        "" => "",
        "checks.differ" => "Referees did some of its steps again, and came to other numbers. A device that is overclocked or too hot can do that; so can a driver.",
        "replay.differs" => "Its steps do not lead from one to the next as the sampler takes them. Update the worker, and let it fetch the model anew.",
        "reveal.withheld" => "Its steps were asked for, and did not come in time. Look whether the machine was off, or its network failed.",
        "verification.exhausted" => "No referee could check it, through no fault of this machine's.",
        _ => $"It was found wrong ({code}).",
    };
}
