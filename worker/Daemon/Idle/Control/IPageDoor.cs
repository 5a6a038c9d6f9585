namespace LaionGrid.Worker.Idle.Control;

/// <summary>The way to the control page.</summary>
internal interface IPageDoor
{
    /// <summary>A link that lets its reader in once; opens the page when it is not open yet.</summary>
    Task<PageAnswer> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>The owner wants no page.</summary>
internal sealed class ClosedDoor : IPageDoor
{
    public Task<PageAnswer> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new PageAnswer(null, "This worker has no page: it runs with --page off. Use status or top, or start it with --page asked."));
}
