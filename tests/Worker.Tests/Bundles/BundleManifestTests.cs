using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Tests.Bundles;

public sealed class BundleManifestTests
{
    private static readonly string Hash = new('a', 64);

    [Theory]
    [InlineData("../evil"), InlineData("a/../../evil"), InlineData("/etc/passwd"), InlineData("C:/evil"), InlineData("C:\\\\evil"), InlineData("a\\\\..\\\\evil")]
    [InlineData(""), InlineData("a//b"), InlineData("a/"), InlineData(".hidden"), InlineData("a/.."), InlineData("bundle.json"), InlineData("Bundle.JSON")]
    [InlineData("unet.part"), InlineData("a:stream"), InlineData("a\\u0000b"), InlineData("a\\n")]
    public void Parse_WhenAPathCouldLeaveTheFolder_RefusesTheBundle(string path)
    {
        var (manifest, problem) = BundleManifest.Parse($$"""{ "id": "paper", "files": [{ "path": "{{path}}", "bytes": "1", "sha256": "{{Hash}}" }] }""");

        Assert.Null(manifest);
        Assert.NotNull(problem);
    }

    [Theory, InlineData("../up"), InlineData(""), InlineData("Up"), InlineData("a/b"), InlineData(".")]
    public void Parse_WhenTheIdCannotNameAFolder_RefusesTheBundle(string id) =>
        Assert.Null(BundleManifest.Parse($$"""{ "id": "{{id}}", "files": [] }""").Manifest);

    [Theory, InlineData(""), InlineData("zz"), InlineData("AA"), InlineData("../../../../../../../../../../../../../../../../../../../../../../")]
    public void Parse_WhenAHashIsNone_RefusesTheBundle(string hash) =>
        Assert.Null(BundleManifest.Parse($$"""{ "id": "paper", "files": [{ "path": "a", "bytes": "1", "sha256": "{{hash}}" }] }""").Manifest);

    [Theory, InlineData("nonsense"), InlineData("[]"), InlineData("null"), InlineData("{}"), InlineData("""{ "id": "a", "files": [{ "path": "a", "bytes": "many" }] }""")]
    public void Parse_WhenTheTextIsNoManifest_SaysSo(string text) => Assert.NotNull(BundleManifest.Parse(text).Problem);

    /// <summary>Ten bytes too few or too many for three chunks, a size of chunks that is none, and hashes without one.</summary>
    [Theory, InlineData(2048, 86), InlineData(2048, 106), InlineData(2048, 64), InlineData(2048, 128), InlineData(10, 96), InlineData(0, 96), InlineData(1 << 30, 32)]
    public void Parse_WhenNotEachChunkHasItsHash_RefusesTheBundle(int chunkBytes, int hashBytes)
    {
        var text = $$"""{ "id": "paper", "chunkBytes": {{chunkBytes}}, "files": [{ "path": "a", "bytes": "5000", "sha256": "{{Hash}}", "chunkSha256": "{{Convert.ToBase64String(new byte[hashBytes])}}" }] }""";

        Assert.Contains("one hash for each chunk", BundleManifest.Parse(text).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WhenFilesHaveChunks_LaysThemOut()
    {
        var text = $$"""
            { "id": "paper", "chunkBytes": 2048, "files": [
              { "path": "a", "bytes": "5000", "sha256": "{{Hash}}", "chunkSha256": "{{Convert.ToBase64String(new byte[96])}}" }, { "path": "empty", "bytes": "0", "sha256": "{{Hash}}" },
              { "path": "b", "bytes": "9000", "sha256": "{{Hash}}" }] }
            """;

        var chunks = BundleManifest.Parse(text).Manifest?.Chunks.Select(chunk => (chunk.File.Path, chunk.Offset, chunk.Bytes, chunk.Sha256[0]));

        Assert.Equal([("a", 0, 2048, '0'), ("a", 2048, 2048, '0'), ("a", 4096, 904, '0'), ("b", 0, 9000, 'a')], chunks ?? []);
    }

    [Fact]
    public void Parse_WhenAllIsWell_KeepsTheText()
    {
        var text = $$"""{ "id": "sd-15", "version": 2, "files": [{ "path": "unet/model.onnx", "bytes": "5000000000", "sha256": "{{Hash}}" }], "limits": { "minSide": 64 } }""";

        var manifest = BundleManifest.Parse(text).Manifest;

        Assert.NotNull(manifest);
        Assert.Equal(("sd-15", 2, text, 5_000_000_000), (manifest.Id, manifest.Version, manifest.Text, manifest.Files[0].Bytes));
    }
}
