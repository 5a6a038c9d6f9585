namespace LaionGrid.Worker.Bundles;

/// <summary>Brings what a draft lacks: several chunks at once, each from whichever source is free, and a wrong one again for itself.</summary>
internal sealed partial class BundleDownload(
    BundleManifest manifest, BundleDraft draft, SourcePool sources, BundleFolders folders, DownloadOptions options, DownloadProgress progress, TimeProvider time, ILogger logger)
{
    private volatile string? _problem;

    /// <summary>Null when every chunk is there with its hash; otherwise why not.</summary>
    /// <exception cref="BundleDiskException">The disk did not take more.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var todo = new Queue<int>(draft.Incomplete);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Lanes).Select(_ => RunLaneAsync(todo, ending)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The lane that could not go on has said why.
        }
        return _problem;
    }

    /// <summary>Chunk after chunk. The first lane that cannot go on ends the others.</summary>
    private async Task RunLaneAsync(Queue<int> todo, CancellationTokenSource ending)
    {
        try
        {
            while (Next(todo) is { } chunk)
            {
                if (await FetchAsync(chunk, ending.Token) is not { } problem)
                    continue;
                _problem = problem;
                await ending.CancelAsync();
                return;
            }
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
    }

    private static int? Next(Queue<int> todo)
    {
        lock (todo)
            return todo.TryDequeue(out var chunk) ? chunk : null;
    }

    private async Task<string?> FetchAsync(int chunk, CancellationToken cancellationToken)
    {
        var (of, only, isMixed) = (manifest.Chunks[chunk], (int?)null, draft.Arrived(chunk) > 0); // nobody knows where what lies there came from
        var wrongs = 0;
        while (true)
        {
            folders.CheckFloor();
            if (await sources.TakeAsync(cancellationToken) is not { } source)
                return $"{of.File.Path} of bundle {manifest.Id} could not be fetched. {sources.Problem}";
            isMixed |= only is { } before && before != source;
            only = source;
            await ReadAsync(source, chunk, cancellationToken);
            if (draft.Arrived(chunk) < of.Bytes)
                continue;
            if (await draft.IsRightAsync(chunk, cancellationToken))
                return null;
            draft.Restart(chunk);
            progress.Lose(of.Bytes);
            LogWrong(of.Offset, of.File.Path, manifest.Id, sources[source].Name);
            if (!isMixed || ++wrongs > options.MaxWrong)
                sources.Blame(source, of.File.Path);
            (only, isMixed) = (null, false);
        }
    }

    private async Task ReadAsync(int source, int chunk, CancellationToken cancellationToken)
    {
        var (of, from) = (manifest.Chunks[chunk], draft.Arrived(chunk));
        using var silence = new CancellationTokenSource(options.LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        SourceFault? fault = null;
        try
        {
            fault = await sources[source].ReadAsync(of.File, of.Offset + from, of.Bytes - from, KeepAsync, either.Token);
            if (fault is null && draft.Arrived(chunk) < of.Bytes)
                fault = new("It ended too early.", MayPass: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = new($"It sent nothing for {options.LongestSilence.TotalSeconds:0} s.", MayPass: true);
        }
        finally
        {
            sources.Return(source, fault, draft.Arrived(chunk) - from);
        }

        async ValueTask KeepAsync(ReadOnlyMemory<byte> data)
        {
            await draft.AppendAsync(chunk, data);
            progress.Add(data.Length);
            silence.CancelAfter(options.LongestSilence);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A chunk at {Offset} of {File} of bundle {Bundle} came from {Source} with a wrong hash; it is fetched anew.")]
    private partial void LogWrong(long offset, string file, string bundle, string source);
}
