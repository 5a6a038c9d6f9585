namespace LaionGrid.Worker.Idle;

/// <summary>What a worker can be paused for.</summary>
internal enum PauseKind
{
    /// <summary>The owner said pause.</summary>
    Asked,

    /// <summary>The owner said finish: what is rendered is finished, and no more is taken.</summary>
    Finishing,
    Schedule,
    InUse,

    /// <summary>Somebody is logged in at a screen, and nothing tells whether they are there.</summary>
    InputUnknown,
    Showing,
    OtherPrograms,
    Battery,
    Metered,
    Heat,
    Power,
    Disk,
    Memory,

    /// <summary>The device does not do.</summary>
    SetAside,

    /// <summary>Others are used instead of it.</summary>
    Spare,
}
