using System.Diagnostics;
using System.Threading.Channels;

namespace LaionGrid.Worker.Rendering;

/// <summary>One running render process, seen from the worker. Ends with it: its standard input closes, and it takes that as its end.</summary>
internal sealed class RenderChild : IAsyncDisposable
{
    private const int TailChars = 400;
    private const int FramesAhead = 4;

    private readonly Process _process;
    private readonly DirectoryInfo _temporary;
    private readonly FrameStream _frames;
    private readonly Channel<Frame> _received = Channel.CreateBounded<Frame>(FramesAhead);
    private readonly Task _pump;
    private readonly Task _listening;
    private readonly Lock _looking = new();
    private volatile string _tail = "";

    private RenderChild(Process process, DirectoryInfo temporary)
    {
        (_process, _temporary) = (process, temporary);
        _frames = new(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        _pump = PumpAsync();
        _listening = ListenAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Memory of the machine that it takes now; 0 when it is gone.</summary>
    public long MemoryMiB
    {
        get
        {
            lock (_looking) // one look would take away what the other has read
            {
                try
                {
                    _process.Refresh();
                    return _process.WorkingSet64 >> 20;
                }
                catch (InvalidOperationException)
                {
                    return 0;
                }
            }
        }
    }

    /// <param name="temporaryFolder">Where the process gets a folder of its own, which goes with it.</param>
    public static RenderChild Start(ChildCommand command, string temporaryFolder)
    {
        var temporary = Directory.CreateDirectory(Path.Combine(temporaryFolder, $"laiongrid-render-{Path.GetRandomFileName()}"));
        return new(Process.Start(command.ToStartInfo(temporary.FullName)) ?? throw new InvalidOperationException("The render process did not start."), temporary);
    }

    /// <summary>False when the process is gone.</summary>
    public async Task<bool> SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        try
        {
            await _frames.WriteAsync(frame, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The next frame; null when the process is gone or talks nonsense.</summary>
    public async Task<Frame?> ReceiveAsync(CancellationToken cancellationToken) =>
        await _received.Reader.WaitToReadAsync(cancellationToken) && _received.Reader.TryRead(out var frame) ? frame : null;

    /// <summary>Ends it without waiting, from any thread.</summary>
    /// <param name="withOthers">Also what it may have started, which takes looking at all processes of the machine.</param>
    public void Kill(bool withOthers)
    {
        try
        {
            _process.Kill(withOthers);
        }
        catch (InvalidOperationException)
        {
            // It ended of itself in this instant, which is what was wanted.
        }
    }

    /// <summary>Ends it and says in one line how it ended and what it said last.</summary>
    public async Task<string> EndAsync()
    {
        Kill(withOthers: true);
        _received.Writer.TryComplete(); // nobody reads on, and frames that wait for a reader would wait for ever
        await Task.WhenAll(_pump, _listening);
        await _process.WaitForExitAsync(CancellationToken.None); // it was killed: this is short
        var last = _tail.ReplaceLineEndings(" ").Trim();
        return $"The render process ended with code {_process.ExitCode}{(last.Length > 0 ? $": {last}" : ".")}";
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
        _frames.Dispose();
        DeleteTemporary();
    }

    private void DeleteTemporary()
    {
        try
        {
            _temporary.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Windows holds files of a process that has just ended; the worker's next start clears up.
        }
    }

    /// <summary>Reading a pipe cannot be cancelled everywhere, waiting on a channel can: so one task reads for all waits.</summary>
    private async Task PumpAsync()
    {
        try
        {
            while (await _frames.ReadAsync(CancellationToken.None) is { } frame)
                await _received.Writer.WriteAsync(frame, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            _tail = error.Message;
        }
        catch (ChannelClosedException)
        {
            // It was ended with frames to spare.
        }
        finally
        {
            _received.Writer.TryComplete();
        }
    }

    private async Task ListenAsync()
    {
        var buffer = new char[TailChars];
        for (int read; (read = await _process.StandardError.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            var all = _tail + new string(buffer, 0, read);
            _tail = all[Math.Max(0, all.Length - TailChars)..];
        }
    }
}
