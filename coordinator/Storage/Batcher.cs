using System.Collections.Concurrent;

namespace LaionGrid.Coordinator.Storage;

/// <summary>
/// Runs calls that come together as one: while one batch is being written, and until the next is due, that one fills. Whoever is first
/// in line leads its batch, so there is no thread of its own and a lone call waits for nobody. Safe to call from any thread.
/// </summary>
/// <param name="run">Writes a batch and answers each of its items, in their order.</param>
/// <param name="pace">Of its batches; its own.</param>
/// <param name="most">Items of one batch, so that its statements and its transaction stay short.</param>
internal sealed class Batcher<TItem, TResult>(Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> run, BatchPace pace, int most = 200) : IDisposable
{
    private readonly ConcurrentQueue<Call> _waiting = new();
    private readonly SemaphoreSlim _lead = new(1, 1);

    /// <summary>The item's answer, or the failure that its batch ended in. A batch that fails is tried item by item, so that none suffers for another.</summary>
    /// <param name="cancellationToken">Ends the waiting; the item may be written nonetheless.</param>
    public async Task<TResult> RunAsync(TItem item, CancellationToken cancellationToken)
    {
        var call = new Call(item);
        _waiting.Enqueue(call);
        await _lead.WaitAsync(cancellationToken);
        try
        {
            while (!call.Answer.Task.IsCompleted) // an earlier leader may have taken it along
                await LeadAsync();
        }
        finally
        {
            _lead.Release();
        }
        return await call.Answer.Task;
    }

    public void Dispose() => _lead.Dispose();

    private async Task LeadAsync()
    {
        await pace.BeginAsync(CancellationToken.None); // other calls' items wait for it too
        var batch = new List<Call>();
        while (batch.Count < most && _waiting.TryDequeue(out var call))
            batch.Add(call);
        if (!await TryAsync(batch))
            foreach (var call in batch)
                _ = await TryAsync([call]);
        pace.End();
    }

    /// <summary>False when a batch of several failed and each is to be tried alone. It is never cancelled: other calls' items are in it.</summary>
    private async Task<bool> TryAsync(List<Call> batch)
    {
        try
        {
            var answers = await run(batch.ConvertAll(call => call.Item), CancellationToken.None);
            for (var index = 0; index < batch.Count; index++)
                batch[index].Answer.SetResult(answers[index]);
            return true;
        }
#pragma warning disable CA1031 // Not swallowed: the failure is the answer of the call whose item caused it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (batch.Count > 1)
                return false;
            batch[0].Answer.SetException(error);
            return true;
        }
    }

    private sealed class Call(TItem item)
    {
        public TItem Item => item;

        public TaskCompletionSource<TResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
