namespace LaionGrid.Worker.Uplink.Auditing;

/// <summary>How an appeal stands.</summary>
internal enum AppealStanding
{
    /// <summary>A referee looks into it.</summary>
    Waits,

    /// <summary>No referee is there that may.</summary>
    WaitsForAReferee,
    Upheld,
    Denied,
}

/// <param name="Left">How long at most it still waits.</param>
internal sealed record Appeal(AppealStanding Standing, TimeSpan Left);
