using LaionGrid.Web.Coordinator.Commons;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>
/// What was released and is gone, as far as this site has heard: the coordinator's tombstones, whose list only grows. Each look asks again for the last minutes, so nothing is missed that was written late, or by a coordinator whose
/// clock is behind. Some 150 bytes of memory each. For any number of threads.
/// </summary>
internal sealed class GonePictures(ReleasesGrpc releases) : IDisposable
{
    private const int PageSize = 1000;

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private DateTimeOffset _latest = DateTimeOffset.UnixEpoch;
    private volatile string[] _all = [];

    /// <summary>Uids, those that were heard of last at the end.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Asks for those that came since.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var heard = await NewAsync(cancellationToken);
            if (heard.Count > 0)
                _all = [.. _all, .. heard];
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<List<string>> NewAsync(CancellationToken cancellationToken)
    {
        var heard = new List<string>();
        var (after, behind) = (_latest - DateTimeOffset.UnixEpoch > Overlap ? _latest - Overlap : DateTimeOffset.UnixEpoch, "");
        while (await releases.TombstonesAsync(after, behind, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            heard.AddRange(page.Select(one => one.Uid).Where(uid => !_known.Contains(uid)));
            (after, behind) = (page[^1].At, page[^1].Uid);
            if (page.Count < PageSize)
                break;
        }
        _known.UnionWith(heard); // only now: of what broke off in between all is asked for again
        _latest = after > _latest ? after : _latest;
        return heard;
    }
}
