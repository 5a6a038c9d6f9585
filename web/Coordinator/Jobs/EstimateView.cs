namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>What an ask would come to, if it were sent now.</summary>
/// <param name="MflopPerPicture">By the bundle's tariff.</param>
/// <param name="Arrival">Until all pictures are here; null when nothing is known.</param>
/// <param name="WorkersOnline">Volunteers' workers that would take work now.</param>
/// <param name="WorkersAble">Of these, the ones that could make it.</param>
/// <param name="Nearest">What somebody could make, where nobody can make this.</param>
public sealed record EstimateView(long MflopPerPicture, Arrival? Arrival, int WorkersOnline, int WorkersAble, NearestView? Nearest)
{
    /// <summary>Priority that the visitor's account has, in MFLOP.</summary>
    public long PriorityMflop { get; init; }

    /// <summary>What of it would be spent, in MFLOP; 0 where that would not help.</summary>
    public long PriorityTakenMflop { get; init; }
}

/// <summary>A bundle and a size.</summary>
public sealed record NearestView(string Bundle, int Width, int Height);

/// <summary>What became of the question.</summary>
internal abstract record EstimateOutcome
{
    internal sealed record Estimated(EstimateView Estimate) : EstimateOutcome;

    internal sealed record Refused(Refusal Refusal) : EstimateOutcome;
}
