using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Pipeline;

[Collection(Pocket.Collection)]
public sealed class DiffusionPipelineTests(Pocket pocket)
{
    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.Euler)]
    [InlineData(SamplerKind.DpmPlusPlus2M)]
    public void Render_ARedCircleOnBlue_IsRedInTheMiddleAndBlueInTheCorners(SamplerKind sampler)
    {
        var picture = Render(Pocket.Order with { Width = 128, Height = 128, Steps = 20, Sampler = sampler });

        var (red, _, blue) = Mean(picture, 56, 56);
        Assert.True(red > 150 && red > blue + 80, $"The middle is {red} red and {blue} blue.");
        Assert.All([(2, 2), (110, 2), (2, 110), (110, 110)], corner =>
        {
            var (cornerRed, _, cornerBlue) = Mean(picture, corner.Item1, corner.Item2);
            Assert.True(cornerBlue > 120 && cornerBlue > cornerRed + 60, $"A corner is {cornerRed} red and {cornerBlue} blue.");
        });
    }

    [Theory]
    [InlineData(192, 128)]
    [InlineData(128, 192)]
    public void Render_AnotherFormat_HasItsSides(int width, int height)
    {
        var picture = Render(Pocket.Order with { Width = width, Height = height });

        Assert.Equal((width, height, width * height * 3), (picture.Width, picture.Height, picture.Pixels.Length));
    }

    [Fact]
    public void Render_TheSameOrderTwice_GivesTheSameBytes() => Assert.Equal(Render(Pocket.Order).Pixels, Render(Pocket.Order).Pixels);

    [Fact]
    public void Render_InASecondEngine_GivesTheSameBytes()
    {
        using var other = DiffusionPipeline.Load(Pocket.Path, Pocket.Cpu);

        Assert.Equal(Render(Pocket.Order).Pixels, other.Render(Pocket.Order, null, CancellationToken.None)[0].Picture.Pixels);
    }

    [Fact]
    public void Render_WithAnotherSeed_GivesAnotherPicture() => Assert.NotEqual(Render(Pocket.Order).Pixels, Render(Pocket.Order with { Seed = 8 }).Pixels);

    [Fact]
    public void Render_WithAnotherNegativePrompt_GivesAnotherPicture() =>
        Assert.NotEqual(Render(Pocket.Order).Pixels, Render(Pocket.Order with { NegativePrompt = "a blue background" }).Pixels);

    [Fact]
    public void Render_WithoutGuidance_DoesNotSeeTheNegativePrompt()
    {
        var plain = Pocket.Order with { Guidance = 1 };

        Assert.Equal(Render(plain).Pixels, Render(plain with { NegativePrompt = "night" }).Pixels);
        Assert.NotEqual(Render(plain).Pixels, Render(Pocket.Order).Pixels);
    }

    [Fact]
    public void Render_WhenObserved_ShowsEachStepOnceAndTheCleanLatentLast()
    {
        var steps = new List<int>();
        float[] last = [];

        var picture = pocket.Engine.Render(Pocket.Order, view => (last, _) = (view.Clean.ToArray(), Add(steps, view.Step)), CancellationToken.None)[0].Picture;

        Assert.Equal([1, 2, 3], steps);
        using var decoder = new VaeDecoder(Pocket.Folder, "vae_decoder", new VaeConfig(), Pocket.Cpu);
        var decoded = decoder.Decode(last, new(4, 8, 8), CancellationToken.None);
        Assert.InRange(decoded.Pixels.Zip(picture.Pixels).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 10);
    }

    [Fact]
    public void Render_WhenCancelledAfterAStep_TakesNoOther()
    {
        using var stop = new CancellationTokenSource();
        var steps = new List<int>();

        Assert.Throws<OperationCanceledException>(() => pocket.Engine.Render(Pocket.Order, view => Cancel(stop, Add(steps, view.Step)), stop.Token));

        Assert.Equal([1], steps);
    }

    [Fact]
    public void Render_AfterACancelledOne_IsWhole()
    {
        using var stop = new CancellationTokenSource();
        var expected = Render(Pocket.Order);

        Assert.Throws<OperationCanceledException>(() => pocket.Engine.Render(Pocket.Order, view => Cancel(stop, view.Step), stop.Token));

        Assert.Equal(expected.Pixels, Render(Pocket.Order).Pixels);
    }

    [Theory]
    [InlineData(100, 128, 20)]
    [InlineData(0, 128, 20)]
    [InlineData(128, -8, 20)]
    [InlineData(64, 64, 0)]
    [InlineData(64, 64, 1001)]
    public void Render_AnOrderThatCannotBe_IsRefused(int width, int height, int steps) =>
        Assert.ThrowsAny<ArgumentException>(() => Render(Pocket.Order with { Width = width, Height = height, Steps = steps }));

    private static int Add(List<int> steps, int step)
    {
        steps.Add(step);
        return step;
    }

    private static void Cancel(CancellationTokenSource stop, int step)
    {
        if (step == 1)
            stop.Cancel();
    }

    private Picture Render(PictureOrder order) => pocket.Engine.Render(order, null, CancellationToken.None)[0].Picture;

    /// <summary>Of a square of 16 pixels.</summary>
    private static (double Red, double Green, double Blue) Mean(Picture picture, int left, int top)
    {
        var sums = new double[3];
        for (var pixel = 0; pixel < 256; pixel++)
        {
            for (var colour = 0; colour < 3; colour++)
                sums[colour] += picture.Pixels[((((top + (pixel / 16)) * picture.Width) + left + (pixel % 16)) * 3) + colour] / 256.0;
        }
        return (sums[0], sums[1], sums[2]);
    }
}
