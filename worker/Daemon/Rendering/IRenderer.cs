namespace LaionGrid.Worker.Rendering;

/// <summary>
/// Turns jobs into pictures, one at a time. Its real form is a process of its own; tests of the loop replace it, because it
/// needs a model and a processor to spare.
/// </summary>
internal interface IRenderer
{
    /// <summary>Id of the bundle that is loaded now; empty when none is.</summary>
    string WarmBundle { get; }

    /// <summary>The device that renders, or in one line why there is none.</summary>
    Task<(RenderDevice? Device, string? Problem)> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Renders; cancelling ends it within one step.</summary>
    /// <param name="onProgress">Called for each finished step.</param>
    Task<RenderOutcome> RenderAsync(RenderJob job, Action<RenderProgress> onProgress, CancellationToken cancellationToken);

    /// <summary>Does single evaluations of somebody's picture again; cancelling ends it within one.</summary>
    Task<CheckOutcome> CheckAsync(CheckJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Leaves the device at once, whatever is being rendered; that then fails. Does not wait, and may be called from any thread and at any
    /// time. What is left to clear up, <see cref="CoolAsync"/> does.
    /// </summary>
    void Abandon();

    /// <summary>Lets go of the loaded bundle, its files and its memory.</summary>
    Task CoolAsync();
}
