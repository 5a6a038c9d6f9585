using Google.Protobuf;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Uploads that are no picture, not this picture, or not whole, chunk by chunk.</summary>
internal static class UploadRows
{
    private const string Upload = "Work/Upload";
    private const int MaxBytes = 16 * 1024 * 1024;

    public static IEnumerable<HostileRow> All =>
    [
        .. WorkRows.Tokens(Upload, token => new UploadChunk { Lease = token, TotalBytes = Scene.Png.Length, Sha256 = WorkerClient.Hash(Scene.Png), Data = ByteString.CopyFrom(Scene.Png) }),
        .. WorkRows.Ended(Upload, "lease.stale", held => WorkRows.UploadOf(held, Other)),
        Row("twice", "", scene => [WorkRows.UploadOf(scene.Uploaded, Scene.Png)]).By(scene => scene.Uploaded.Worker.Key),
        Row("no chunk", "upload.truncated", _ => []),
        Row("no header", "lease.unknown", _ => [Data(Other), Data(Other)]),
        .. new[] { 0, -1, long.MinValue, long.MaxValue, MaxBytes + 1L }.Select(total =>
            Row($"{total} bytes announced", "upload.too_large", scene => [new UploadChunk(WorkRows.UploadOf(scene.Fresh, Other)) { TotalBytes = total }])),
        Row("nothing behind the header", "upload.truncated", scene => [Header(scene, Other)]),
        Row("a byte short", "upload.truncated", scene => [Header(scene, Other), Data(Other[..^1])]),
        Row("a byte too many", "upload.too_large", scene => [Header(scene, Other), Data(Other), Data([0])]),
        Row("chunks without end", "upload.too_large", scene => [Header(scene, Other), .. Enumerable.Repeat(Data(new byte[64 * 1024]), 100)]),
        Row("a large chunk", "upload.chunk_too_large", scene => [new UploadChunk(Header(scene, new byte[70_000])) { Data = ByteString.CopyFrom(new byte[70_000]) }]),
        Row("a second header", "upload.header_repeated", scene => [Header(scene, Other), new UploadChunk(Header(scene, Other)) { Data = ByteString.CopyFrom(Other) }]),
        Row("another's header second", "upload.header_repeated", scene => [Header(scene, Other), WorkRows.UploadOf(scene.Uploaded, Other)]),
        Row("the hash of another", "upload.hash_mismatch", scene => [new UploadChunk(WorkRows.UploadOf(scene.Fresh, Other)) { Sha256 = WorkerClient.Hash(Scene.Png) }]),
        Row("no hash", "upload.hash_mismatch", scene => [new UploadChunk(WorkRows.UploadOf(scene.Fresh, Other)) { Sha256 = "" }]),
        Row("a path for a hash", "upload.hash_mismatch", scene => [new UploadChunk(WorkRows.UploadOf(scene.Fresh, Other)) { Sha256 = "../../operator.key" }]),
        Row("capitals in the hash", "upload.hash_mismatch", scene => [new UploadChunk(WorkRows.UploadOf(scene.Fresh, Other)) { Sha256 = WorkerClient.Hash(Other).ToUpperInvariant() }]),
        .. Pictures("upload.not_png", ("no PNG", [1, 2, 3]), ("markup", "<script>"u8.ToArray()), ("half a PNG", Other[..40]), ("a bomb", Bomb), ("a bomb among the notes", NoteBomb), ("bytes behind its end", [.. Other, 0])),
        .. Pictures("upload.wrong_size",
            ("another size", PaintedPng.Of(24, 16, 1)),
            ("a huge size", PaintedPng.Join(PaintedPng.Header(int.MaxValue, int.MaxValue), ("IDAT", PaintedPng.Deflate([0])))),
            ("a negative size", PaintedPng.Join(PaintedPng.Header(-16, -16), ("IDAT", PaintedPng.Deflate([0]))))),
    ];

    /// <summary>Right in every way, and not uploaded by anybody.</summary>
    private static readonly byte[] Other = PaintedPng.Of(16, 16, 77);

    /// <summary>A header of the right size, and a thousand times the data.</summary>
    private static byte[] Bomb => PaintedPng.Join(PaintedPng.Header(16, 16), ("IDAT", PaintedPng.Deflate(new byte[30_000_000])));

    private static byte[] NoteBomb => PaintedPng.Join(PaintedPng.Header(16, 16), ("zTXt", [.. "note\0\0"u8, .. PaintedPng.Deflate(new byte[30_000_000])]), ("IDAT", [1, 2, 3]));

    private static HostileRow Row(string name, string code, Func<Scene, IReadOnlyList<IMessage>> messages) => new(Upload, name, code, scene => scene.Fresh.Worker.Key, messages);

    private static IEnumerable<HostileRow> Pictures(string code, params (string Case, byte[] Bytes)[] pictures) =>
        pictures.Select(picture => Row(picture.Case, code, scene => [Header(scene, picture.Bytes), .. picture.Bytes.Chunk(60_000).Select(Data)]));

    private static UploadChunk Header(Scene scene, byte[] bytes) => new() { Lease = scene.Fresh.Token.Clone(), TotalBytes = bytes.Length, Sha256 = WorkerClient.Hash(bytes) };

    private static UploadChunk Data(byte[] bytes) => new() { Data = ByteString.CopyFrom(bytes) };
}
