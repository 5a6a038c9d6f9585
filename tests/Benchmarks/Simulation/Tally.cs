using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>What is counted while the simulation runs. Seconds throughout.</summary>
internal sealed class Tally(SimulationSettings settings)
{
    private const double HeartbeatDueS = 4;
    private const double PeakFromS = Demand.PeakS - 600;
    private const double PeakToS = Demand.PeakS + 1_800;

    private double _callsThisMinute;
    private long _doneThisMinute;

    public Histogram Waits { get; } = new();

    public Histogram Pictures { get; } = new();

    /// <summary>By weight: 1, 2, 4, and the person with very many.</summary>
    public Histogram[] WaitsByStanding { get; } = [new(), new(), new(), new()];

    /// <summary>First pictures from ten minutes before to half an hour behind the peak.</summary>
    public Histogram Newcomers { get; } = new();

    public EtaCalibration LastEtas { get; } = new();

    public long[] Etas { get; } = new long[3];

    public long Submitted { get; set; }

    public long Done { get; private set; }

    public long GivenUp { get; set; }

    public long Attempts { get; set; }

    public long SecondAttempts { get; set; }

    public long SecondAttemptsFirst { get; set; }

    public double UsefulS { get; private set; }

    public double PreparationS { get; private set; }

    public double FailedS { get; private set; }

    public double LeftS { get; private set; }

    public double DoubledS { get; private set; }

    public double OnlineS { get; private set; }

    public double Calls { get; private set; }

    public double MostCallsPerSecond { get; private set; }

    public double MostDonePerSecond { get; private set; }

    public double PictureBytes { get; private set; }

    public int MostQueued { get; private set; }

    public int MostOnline { get; private set; }

    public void Lease(SimulatedJob job, double nowS)
    {
        Attempts++;
        Call(2); // the offer, the claim
        if (job.WasLeased)
            return;
        job.WasLeased = true;
        var wait = nowS - job.SubmittedS;
        Waits.Add(wait);
        WaitsByStanding[job.Person == Demand.BulkPerson ? 3 : job.Weight == 4 ? 2 : job.Weight - 1].Add(wait);
        if (job.IsFirst && job.SubmittedS is >= PeakFromS and < PeakToS)
            Newcomers.Add(wait);
    }

    /// <summary>An attempt is over, by whatever end.</summary>
    public void End(SimulatedAttempt attempt, double nowS, bool isLeaving)
    {
        var took = nowS - attempt.StartedS;
        var rendering = Math.Max(0, took - attempt.PreparationS);
        PreparationS += Math.Min(took, attempt.PreparationS);
        switch (attempt.State)
        {
            case AttemptState.Rendered: UsefulS += rendering; break;
            case AttemptState.Stopped: DoubledS += rendering; break;
            default: _ = isLeaving ? LeftS += rendering : FailedS += rendering; break;
        }
        Call(Math.Min(Work.Steps, settings.HeartbeatsPerSecond * rendering) + (Math.Min(took, attempt.PreparationS) / HeartbeatDueS));
        Call(attempt.State == AttemptState.Rendered ? 2 : 1); // upload and complete, or the word that it is over
    }

    public void Finish(SimulatedJob job, double nowS)
    {
        Done++;
        _doneThisMinute++;
        PictureBytes += settings.BytesPerPixel * job.Work.Side * job.Work.Side;
        Pictures.Add(nowS - job.SubmittedS);
        if (job.Eta is not { } eta)
            return;
        var outcome = EtaCalibration.Judge(eta.Low, eta.High, TimeSpan.FromSeconds(nowS - job.SubmittedS));
        LastEtas.Add(outcome);
        Etas[(int)outcome]++;
    }

    public void Call(double calls)
    {
        Calls += calls;
        _callsThisMinute += calls;
    }

    public void Minute(int online, int queued)
    {
        OnlineS += 60.0 * online;
        MostCallsPerSecond = Math.Max(MostCallsPerSecond, _callsThisMinute / 60);
        MostDonePerSecond = Math.Max(MostDonePerSecond, _doneThisMinute / 60.0);
        MostQueued = Math.Max(MostQueued, queued);
        MostOnline = Math.Max(MostOnline, online);
        (_callsThisMinute, _doneThisMinute) = (0, 0);
    }
}
