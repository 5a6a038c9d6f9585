using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Datasets.Explorer.Exports;

/// <summary>How many exports may go on at once.</summary>
internal sealed class ExportTurns(IOptions<ExplorerOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Value.AtOnce);

    public bool TryTake() => _turns.Wait(TimeSpan.Zero);

    /// <summary>Gives back a turn that was taken, when it is disposed of.</summary>
    public IDisposable Taken() => new Turn(_turns);

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
