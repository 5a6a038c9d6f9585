using System.Runtime.InteropServices;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>Lays words out in chunks. A word that does not fit into what is left of a chunk begins the next; only one too long for any is split.</summary>
internal sealed class TokenChunkWriter
{
    private readonly int _end;
    private readonly int[] _empty = new int[TokenChunks.Length];
    private readonly List<int> _ids = new(TokenChunks.Length);
    private readonly List<float> _weights = new(TokenChunks.Length);
    private int _used; // of the last chunk's capacity
    private int _tokenCount;

    /// <param name="start">The id in front of each chunk.</param>
    /// <param name="end">The id behind the last token of each chunk.</param>
    /// <param name="padding">The id that fills a chunk up.</param>
    public TokenChunkWriter(int start, int end, int padding)
    {
        _end = end;
        _empty.AsSpan().Fill(padding);
        (_empty[0], _empty[1]) = (start, end);
        BeginChunk();
    }

    public void Add(ReadOnlySpan<int> word, float weight)
    {
        if (word.Length > TokenChunks.Capacity - _used && word.Length <= TokenChunks.Capacity)
            BeginChunk();
        foreach (var id in word)
        {
            if (_used == TokenChunks.Capacity)
                BeginChunk();
            var last = _ids.Count - TokenChunks.Length + ++_used;
            (_ids[last], _ids[last + 1], _weights[last]) = (id, _end, weight);
        }
        _tokenCount += word.Length;
    }

    /// <summary>The next word begins a new chunk, unless the last one is still empty: that would say nothing.</summary>
    public void Break() => _used = _used > 0 ? TokenChunks.Capacity : 0;

    public TokenChunks Finish() => new([.. _ids], [.. _weights], _empty, _tokenCount);

    private void BeginChunk()
    {
        _ids.AddRange(_empty);
        CollectionsMarshal.SetCount(_weights, _ids.Count);
        CollectionsMarshal.AsSpan(_weights)[^TokenChunks.Length..].Fill(1);
        _used = 0;
    }
}
