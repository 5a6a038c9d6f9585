namespace LaionGrid.Worker.Updates;

/// <summary>A new release's first runs: each start is counted until it joins the grid, and one that never does makes room for the version before.</summary>
internal sealed class TrialRun(Installation installation, TimeProvider time)
{
    /// <summary>To be called before anything else of the worker runs.</summary>
    /// <returns>The program to become instead of this one; null to go on.</returns>
    public string? Start()
    {
        var record = UpdatePolicy.Started(installation.ReadRecord(), installation.Running);
        installation.Write(record);
        return TakeBack();
    }

    /// <summary>The worker was told to stop.</summary>
    public void Stop() => installation.Write(UpdatePolicy.Stopped(installation.ReadRecord()));

    /// <summary>The worker joined the grid. Versions that nobody goes back to any more are deleted.</summary>
    public void DidWell()
    {
        var record = installation.ReadRecord();
        if (record.Trial is not { } trial)
            return;
        installation.Write(UpdatePolicy.DidWell(record));
        installation.Keep(trial.Version, trial.Before);
    }

    /// <summary>Takes a release back that has failed.</summary>
    /// <returns>The program before it; null when nothing has failed, or nothing is there to go back to.</returns>
    public string? TakeBack()
    {
        var record = installation.ReadRecord();
        if (!UpdatePolicy.HasFailed(record, time.GetUtcNow()) || record.Trial is not { } trial || !File.Exists(installation.ProgramOf(trial.Before)))
            return null;
        installation.Switch(trial.Before);
        installation.Write(UpdatePolicy.RolledBack(record)); // killed in between, the version before runs and drops the trial
        return installation.ProgramOf(trial.Before);
    }
}
