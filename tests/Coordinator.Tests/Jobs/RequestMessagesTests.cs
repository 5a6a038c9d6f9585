using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Models;
using LaionGrid.TestKit;
using RenderSettings = LaionGrid.Coordinator.Jobs.RenderSettings;
using Sampler = LaionGrid.Coordinator.Models.Sampler;
using SubmitRequest = LaionGrid.Contracts.V1.SubmitRequest;

namespace LaionGrid.Coordinator.Tests.Jobs;

/// <summary>Settings on their way out to the wire and in again.</summary>
public sealed class RequestMessagesTests
{
    private static Gen<RenderSettings> Any =>
        from sides in Gen.Choose(1, 64).Two()
        from steps in Gen.Choose(1, 100)
        from guidance in Gen.Choose(10, 300)
        from sampler in Gen.Elements(Enum.GetValues<Sampler>())
        from source in Gen.Elements("", new string('a', 64))
        from mask in Gen.Elements("", new string('b', 64))
        from strength in Gen.Choose(1, 1000)
        select new RenderSettings
        {
            Prompt = "a boat",
            NegativePrompt = "a car",
            BundleId = PaperBundle.Id,
            Width = sides.Item1 * 8,
            Height = sides.Item2 * 8,
            Steps = steps,
            Guidance = guidance / 10f,
            Sampler = sampler,
            SourceSha256 = source,
            MaskSha256 = source.Length > 0 ? mask : "",
            Strength = source.Length > 0 ? strength / 1000.0 : 1,
        };

    [Fact]
    public async Task ToWire_OfAnySettings_IsReadBackAsTheSame()
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);
        var bundle = grid.Get<BundleCatalogue>().All[0];

        Prop.ForAll(Any.ToArbitrary(), settings => RequestRules.Complete(new SubmitRequest { Settings = settings.ToWire() }.ToAsk(), bundle) == settings).QuickCheckThrowOnFailure();
    }

    /// <summary>Nothing of it is sent for a picture from noise, so that an older worker reads what it always read.</summary>
    [Fact]
    public void ToWire_OfAPictureFromNoise_SaysNothingOfASource() => Prop.ForAll(Any.Where(settings => !settings.HasSource).ToArbitrary(), settings =>
    {
        var message = settings.ToWire();
        return message.SourceSha256.Length == 0 && message.MaskSha256.Length == 0 && !message.HasStrength;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Complete_OfASourceWithoutAStrength_TakesTheUsualOne()
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);
        var ask = new SubmitRequest { Settings = new() { Prompt = "a boat", SourceSha256 = new string('a', 64) } }.ToAsk();

        Assert.Equal(0.75, RequestRules.Complete(ask, grid.Get<BundleCatalogue>().All[0]).Strength);
    }
}
