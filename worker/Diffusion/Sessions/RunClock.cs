namespace LaionGrid.Diffusion.Sessions;

/// <summary>Adds up how often a network ran and how long that took.</summary>
internal sealed class RunClock
{
    public int Runs { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public void Add(TimeSpan run)
    {
        Runs++;
        Elapsed += run;
    }
}
