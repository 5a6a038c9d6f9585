namespace LaionGrid.Benchmarks.Simulation;

/// <summary>
/// How evenly the work was shared among those who had some waiting all the while: Jain's index, (sum x)² / (n sum x²), of the work
/// leased to each over its weight. 1 is perfectly fair, 1/n is one person having it all (Jain, Chiu, Hawe 1984).
/// </summary>
internal sealed class FairShare
{
    private readonly double[] _served = new double[Demand.People + 1];
    private HashSet<int>? _backlogged;

    public bool IsOpen { get; private set; }

    public int People => _backlogged?.Count ?? 0;

    public void Open(JobQueue queue)
    {
        IsOpen = true;
        _backlogged = [.. Enumerable.Range(0, Demand.People + 1).Where(person => queue.CountOf(person) > 0)];
    }

    public void Close() => IsOpen = false;

    public void Lease(SimulatedJob job)
    {
        if (IsOpen)
            _served[job.Person] += (double)job.Work.CostMflop / job.Weight;
    }

    /// <summary>Whoever has nothing waiting now got all they asked for, and is no longer compared.</summary>
    public void Minute(JobQueue queue)
    {
        if (IsOpen)
            _backlogged!.RemoveWhere(person => queue.CountOf(person) == 0);
    }

    /// <summary>Null when fewer than two had work waiting all the while.</summary>
    public double? Jain()
    {
        if (People < 2)
            return null;
        var shares = _backlogged!.Select(person => _served[person]).ToArray();
        return Math.Pow(shares.Sum(), 2) / (shares.Length * shares.Sum(share => share * share));
    }
}
