using LaionGrid.TestKit;
using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.Diffusion.Tests.Bundles;

/// <summary>The made-up bundles behave like networks, so that other tests can trust them to show what is wrong.</summary>
public sealed class TinyBundleTests : IDisposable
{
    private const int LargestFile = 1_000_000;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<TinyFamily, NumberKind> Families
    {
        get
        {
            var families = new TheoryData<TinyFamily, NumberKind>();
            foreach (var family in Enum.GetValues<TinyFamily>())
            {
                families.Add(family, NumberKind.Float32);
                families.Add(family, NumberKind.Float16);
            }
            return families;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Families))]
    public void Networks_OfEveryFamily_AreSaneAndMindEveryInput(TinyFamily family, NumberKind numbers)
    {
        var bundle = new TinyBundle { Family = family, Numbers = numbers, VaeEncoder = LatentOutput.Parameters, FloatDecoder = true };
        (bundle with { Clip = true, Aesthetic = true, Nsfw = true }).Write(_folder.Path);

        foreach (var file in Directory.EnumerateFiles(_folder.Path, ModelFile.Name, SearchOption.AllDirectories))
        {
            using var trial = new NetworkTrial(file);
            var usual = trial.Run();
            Assert.All(usual, output => AssertSane(file, output.Key, output.Value));
            Assert.All(trial.Inputs.Keys, input => AssertDiffers($"{file}: {input}", usual.Values.First(), trial.Run(input).Values.First()));
            Assert.InRange(new FileInfo(file).Length, 1, LargestFile);
        }
    }

    private static void AssertSane(string file, string output, float[] numbers)
    {
        Assert.All(numbers, number => Assert.InRange(number, -1e3f, 1e3f)); // no number is in no range
        if (numbers.Length > 1)
            Assert.True(Spread(numbers) > 0.01, $"{file}: {output} is the same everywhere.");
    }

    /// <summary>By a hundredth of its own spread, far beyond rounding in half precision.</summary>
    private static void AssertDiffers(string what, float[] usual, float[] changed)
    {
        var difference = Math.Sqrt(usual.Zip(changed).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        Assert.True(difference > 0.01 * Math.Max(Spread(usual), 0.1), $"{what} changes the output by {difference} of {Spread(usual)} only.");
    }

    private static double Spread(float[] numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Average(number => Math.Pow(number - mean, 2)));
    }
}
