using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>
/// Questions that a referee is asked next, in memory, so that a trajectory is read and replayed once where all goes well. What is not here is made
/// again from the blobs. Bounded by bytes: the oldest goes first. Safe to call from any thread.
/// </summary>
/// <param name="mostBytes">Some 200 questions of one check at 512 x 512.</param>
internal sealed class Questions(long mostBytes = 64 * 1024 * 1024)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(AttemptId Attempt, Question Question)> _kept = [];
    private readonly Dictionary<AttemptId, LinkedListNode<(AttemptId Attempt, Question Question)>> _places = [];
    private long _bytes;

    public Question? Find(AttemptId attempt)
    {
        lock (_lock)
            return _places.TryGetValue(attempt, out var place) ? place.Value.Question : null;
    }

    public void Keep(AttemptId attempt, Question question)
    {
        lock (_lock)
        {
            Remove(attempt);
            _places[attempt] = _kept.AddLast((attempt, question));
            _bytes += question.Bytes;
            while (_bytes > mostBytes && _kept.First is { } oldest)
                Remove(oldest.Value.Attempt);
        }
    }

    /// <summary>It is answered.</summary>
    public void Forget(AttemptId attempt)
    {
        lock (_lock)
            Remove(attempt);
    }

    private void Remove(AttemptId attempt)
    {
        if (!_places.Remove(attempt, out var place))
            return;
        _kept.Remove(place);
        _bytes -= place.Value.Question.Bytes;
    }
}
