using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Coordinator.Models;
using LaionGrid.TestKit;
using Sampler = LaionGrid.Coordinator.Models.Sampler;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Tests.Models;

/// <summary>The samplers of the wire, of the coordinator and of the engine are the same, and which of them a bundle takes is read from its manifest.</summary>
public sealed class SamplersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Bundle => Path.Combine(_folder["models"], PaperBundle.Id);

    public SamplersTests() => PaperBundle.WriteTo(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samplers_OnTheWireAndInTheEngine_AreThoseThatThereAre()
    {
        Assert.Equal(Samplers.All, Samplers.All.Select(sampler => sampler.ToWire().ToDomain() ?? throw new InvalidOperationException($"{sampler} is lost on the wire.")));
        Assert.Equal(Enum.GetValues<Wire.Sampler>().Where(wire => wire != Wire.Sampler.Unspecified), Samplers.All.Select(SamplersGrpc.ToWire).Order());
        Assert.Equal(Enum.GetValues<SamplerKind>(), Samplers.All.Select(Samplers.ToKind).Order());
        Assert.Equal(2 * Samplers.All.Count, Samplers.All.SelectMany(sampler => new[] { sampler.Name(), sampler.Title() }).Distinct().Count());
    }

    [Fact]
    public void Read_OfAManifestThatNamesNone_TakesAllThatItsNetworkWasMadeFor()
    {
        Assert.Equal(Samplers.All.Where(sampler => sampler != Sampler.Lcm), Read().Samplers);
        Rewrite("SAMPLER_DDIM\"", "SAMPLER_LCM\"");
        Assert.Equal((Sampler.Lcm, true), (Read().DefaultSampler, Read().Samplers.Contains(Sampler.Lcm)));
    }

    [Fact]
    public void Read_OfAManifestThatNamesSome_TakesThose()
    {
        Rewrite("\"SAMPLER_DDIM\"", "\"SAMPLER_HEUN\", \"samplers\": [\"SAMPLER_HEUN\", \"SAMPLER_UNIPC\"]");

        Assert.Equal([Sampler.Heun, Sampler.UniPc], Read().Samplers);
    }

    [Theory]
    [InlineData("99", "99")]
    [InlineData("\"SAMPLER_MAGIC\"", "SAMPLER_MAGIC")]
    [InlineData("\"SAMPLER_DDIM\", \"samplers\": [\"SAMPLER_HEUN\", \"SAMPLER_MAGIC\"]", "SAMPLER_MAGIC")]
    [InlineData("\"SAMPLER_DDIM\", \"samplers\": [\"SAMPLER_HEUN\"]", "DDIM is its default_sampler")]
    public void Read_OfAManifestWhoseSamplersCannotBe_SaysWhichAndWhere(string written, string said)
    {
        Rewrite("\"SAMPLER_DDIM\"", written);

        var message = Assert.Throws<InvalidDataException>(Read).Message;

        Assert.Contains(Bundle, message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task ListBundles_SaysWhatEachTakesAndWhatItsUsualPictureAsks(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var models = new ModelsGrpc(grid.Get<BundleCatalogue>(), grid.Get<HiddenBundles>());

        var limits = (await models.ListBundles(new(), null!)).Bundles[0].Limits; // it looks at no call

        Assert.Equal(Enum.GetValues<Wire.Sampler>().Where(wire => wire is not (Wire.Sampler.Unspecified or Wire.Sampler.Lcm)).Order(), limits.Samplers.Order());
        Assert.Equal(4, limits.DefaultEvaluations);
    }

    private BundleLimits Read() => BundleReaderGrpc.Read(Bundle, "").Limits;

    private void Rewrite(string old, string text)
    {
        var path = Path.Combine(Bundle, BundleReaderGrpc.ManifestName);
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, text, StringComparison.Ordinal));
    }
}
