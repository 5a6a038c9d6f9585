namespace LaionGrid.Worker.Idle.Control;

/// <summary>When the control page is served.</summary>
internal enum PageMode
{
    /// <summary>From the first "page" command until the worker ends.</summary>
    Asked,

    /// <summary>As long as the worker runs.</summary>
    On,
    Off,
}
