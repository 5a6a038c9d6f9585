namespace LaionGrid.Worker.Uplink.Leases;

/// <summary>What a heartbeat brought back.</summary>
internal enum HeartbeatAnswer
{
    GoOn,

    /// <summary>Nobody wants the result any more, or the lease is over.</summary>
    Stop,

    /// <summary>No answer came. The lease may well live on: a coordinator that restarts gives every lease a full term anew.</summary>
    Unheard,
}
