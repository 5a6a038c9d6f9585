using LaionGrid.Worker.Uplink.Leases;

namespace LaionGrid.Worker.Loop;

/// <summary>How long this worker may go on. A volunteer's goes on until it is told to stop; a cluster's job has an end. Safe to call from any thread.</summary>
internal interface IHorizon
{
    /// <summary>Cancelled when nothing new is to be begun: the worker then ends of itself, when what is under way is done.</summary>
    CancellationToken Closing { get; }

    /// <summary>Whether the work of this lease will be done in time. What is not is given back.</summary>
    bool Fits(Lease lease);

    /// <summary>A lease's picture was rendered, in so long.</summary>
    void Learn(Lease lease, TimeSpan took);
}

/// <summary>No end in sight.</summary>
internal sealed class OpenHorizon : IHorizon
{
    public CancellationToken Closing => CancellationToken.None;

    public bool Fits(Lease lease) => true;

    public void Learn(Lease lease, TimeSpan took)
    {
        // Nothing is planned by it.
    }
}
