namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>What a worker knows of itself when it decides how to do the next job.</summary>
/// <param name="Jobs">Done under this name.</param>
/// <param name="IsProven">No longer are all its jobs audited.</param>
/// <param name="IsTrusted">No fewer of its jobs will ever be audited.</param>
/// <param name="MayWithhold">One more trajectory that does not come would be taken for a failure of its network.</param>
internal sealed record WorkerView(int Jobs, bool IsProven, bool IsTrusted, bool MayWithhold);

/// <summary>When a worker cheats, and how.</summary>
/// <param name="Cheat">As the laboratory calls it.</param>
/// <param name="Share">Of the jobs for which <paramref name="When"/> holds, by chance.</param>
/// <param name="Withholds">It keeps the trajectory of bad work to itself when asked.</param>
internal sealed record Strategy(string Name, string Cheat, double Share = 1, Func<WorkerView, bool>? When = null, bool Withholds = false)
{
    public bool Cheats(WorkerView view, double drawn) => (When?.Invoke(view) ?? true) && drawn < Share;
}
