using Google.Protobuf;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Pictures to begin from that are none, not whole, or another's.</summary>
internal static class SourceRows
{
    private const string Upload = "Requests/UploadSource";
    private const string Fetch = "Work/FetchSource";
    private const int MaxBytes = 8 * 1024 * 1024;

    private static readonly byte[] Png = PaintedPng.Of(16, 16, 77);

    public static IEnumerable<HostileRow> All =>
    [
        .. WorkRows.Tokens(Fetch, token => new FetchLeaseSourceRequest { Lease = token }),
        .. WorkRows.Ended(Fetch, "lease.stale", held => new FetchLeaseSourceRequest { Lease = held.Token.Clone() }),
        .. Of(Fetch, "source.none", ("of a picture from noise", scene => new FetchLeaseSourceRequest { Lease = scene.Fresh.Token.Clone() })),
        .. Of(Fetch, "source.none", ("of a check of one", scene => new FetchLeaseSourceRequest { Lease = scene.Recheck.Token.Clone() })).Select(row => row.By(scene => scene.Recheck.Worker.Key)),
        Row("no chunk", "source.truncated", []),
        Row("a long requester", "requester.invalid", [new SourceChunk(Header(Png)) { Requester = new string('r', 65) }]),
        .. new[] { 0, -1, long.MinValue, long.MaxValue, MaxBytes + 1L }.Select(total => Row($"{total} bytes announced", "source.too_large", [new SourceChunk { TotalBytes = total }])),
        Row("nothing behind the header", "source.truncated", [Header(Png)]),
        Row("a byte short", "source.truncated", [Header(Png), Data(Png[..^1])]),
        Row("a byte too many", "source.too_large", [Header(Png), Data(Png), Data([0])]),
        Row("chunks without end", "source.too_large", [Header(Png), .. Enumerable.Repeat(Data(new byte[64 * 1024]), 100)]),
        Row("a large chunk", "upload.chunk_too_large", [new SourceChunk { TotalBytes = 70_000, Data = ByteString.CopyFrom(new byte[70_000]) }]),
        Row("a second header", "upload.header_repeated", [Header(Png), new SourceChunk(Header(Png)) { Data = ByteString.CopyFrom(Png) }]),
        Row("another's header second", "upload.header_repeated", [Header(Png), new SourceChunk { Requester = "another", Data = ByteString.CopyFrom(Png) }]),
        .. new (string Case, byte[] Bytes)[]
        {
            ("no PNG", [1, 2, 3]), ("markup", "<svg onload=alert(1)>"u8.ToArray()), ("half a PNG", Png[..40]), ("bytes behind its end", [.. Png, 0]),
            ("a bomb", PaintedPng.Join(PaintedPng.Header(16, 16), ("IDAT", PaintedPng.Deflate(new byte[30_000_000])))),
            ("a huge size", PaintedPng.Join(PaintedPng.Header(int.MaxValue, int.MaxValue), ("IDAT", PaintedPng.Deflate([0])))),
            ("more pixels than may be", PaintedPng.Join(PaintedPng.Header(4096, 4096), ("IDAT", PaintedPng.Deflate([0])))),
        }.Select(picture => Row(picture.Case, "source.not_png", [Header(picture.Bytes), .. picture.Bytes.Chunk(60_000).Select(Data)])),
    ];

    private static HostileRow Row(string name, string code, IReadOnlyList<IMessage> messages) => new(Upload, name, code, scene => scene.Bob, _ => messages);

    private static SourceChunk Header(byte[] bytes) => new() { TotalBytes = bytes.Length };

    private static SourceChunk Data(byte[] bytes) => new() { Data = ByteString.CopyFrom(bytes) };
}
