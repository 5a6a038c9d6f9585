using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Loop;

/// <summary>The identity of the machine's first device, by which further ones enrol; its devices do so one after the other.</summary>
/// <param name="folder">Where it lies.</param>
internal sealed class MachineIdentity(string folder) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public IdentityFile File { get; } = new(folder);

    /// <summary>Whether this is the first device's own.</summary>
    public bool IsIn(IdentityFile file) => file.Path == File.Path;

    /// <summary>Waits for the turn to enrol; disposing ends it.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
