using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>A picture that its latent's preview does not look like is decoded again, and nothing else happens to it.</summary>
public sealed class PreviewTests
{
    private const string Preview = """ "preview": { "weights": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], "bias": [0.5, 0.5, 0.5] }, """;

    [Theory, OnSqlite(-1.0, false), OnSqlite(1.0, true), OnPostgres(1.0, true)]
    public async Task Audit_OfAPictureUnlikeItsLatentsPreview_DecodesItAgain(DatabaseKind kind, double least, bool decodes)
    {
        using var folder = new TemporaryFolder();
        var models = PaperBundle.WriteTo(folder);
        var manifest = Path.Combine(models, PaperBundle.Id, "bundle.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("\"tolerance\":", $"{Preview}\"tolerance\":", StringComparison.Ordinal));
        await using var grid = await CoordinatorUnderTest.CreateAsync(
            kind, "--Models:Folder", models, "--Verification:ProvingAudits", "0", "--Verification:SteadyRate", "1", "--Verification:DecodeShare", "0", "--Verification:PreviewCorrelation", FormattableString.Invariant($"{least}"));
        var story = new Story(grid);
        await story.AskAsync();
        await story.RenderAsync(await story.EnrollAsync("worker"), 100);

        await story.VerifyAsync();

        await using var db = await story.DbAsync();
        Assert.Equal(decodes, (await db.Audits.SingleAsync()).Decodes);
        await story.RenderAsync(await story.EnrollAsync("referee", WorkerRole.Referee), 100); // it decodes as the worker did, so the verdict is the same
        Assert.Equal(Verdict.Accepted, (await db.Attempts.SingleAsync(attempt => attempt.Purpose == AttemptPurpose.Render)).Verdict);
    }

    /// <summary>Two cells side by side of two pixels a side, and latents of one channel: by the preview's weights the first is red, the second blue.</summary>
    [Theory, InlineData(255, 0, 1), InlineData(0, 255, -1)]
    public void Correlation_IsOfEachCellsMeanColour(byte first, byte second, double correlation)
    {
        var bundle = Two(new([1, 0, -1], [0.5f, 0.5f, 0.5f]));
        byte[] top = [first, 100, second, first, 200, second, second, 100, first, second, 200, first];
        byte[] bottom = [first, 100, second, first, 110, second, second, 100, first, second, 110, first];

        Assert.Equal(correlation, PreviewComparison.Correlation(bundle, [9, -9], new PngPicture(4, 2, [.. top, .. bottom]))!.Value, 0.01);
        Assert.Null(PreviewComparison.Correlation(Two(null), [9, -9], new PngPicture(4, 2, [.. top, .. bottom])));
    }

    [Fact]
    public void Correlation_IsPearsons()
    {
        Assert.Equal(1, PictureComparison.Correlation<byte>([1, 2, 3], [10, 20, 30]), 1e-12);
        Assert.Equal(-1, PictureComparison.Correlation<byte>([1, 2, 3], [3, 2, 1]), 1e-12);
        Assert.Equal(0.5, PictureComparison.Correlation<double>([1, 2, 3], [1, 3, 2]), 1e-12);
        Assert.Equal((1, 0), (PictureComparison.Correlation<byte>([5, 5], [5, 5]), PictureComparison.Correlation<byte>([5, 5], [5, 6])));
    }

    private static Bundle Two(BundlePreview? preview) => new()
    {
        Id = "two",
        Version = 1,
        MemoryMiB = 0,
        Limits = null!,
        Tariff = null!,
        Latent = new(1, 2, false),
        Preview = preview,
        Schedule = null!,
        Tolerance = null!,
        MinPsnrDb = 30,
        Files = new Dictionary<string, string>(),
        Manifest = "",
    };
}
