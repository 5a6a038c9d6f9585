using LaionGrid.Diffusion.Tokenizing;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Bundles;
using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;
using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Diffusion.Tests.Bundles;

/// <summary>A bundle's files declare and contain what was asked for.</summary>
public sealed class PortTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(NumberKind.Int64, typeof(long), TimestepRank.Scalar, new int[0])]
    [InlineData(NumberKind.Int64, typeof(long), TimestepRank.One, new[] { 1 })]
    [InlineData(NumberKind.Float32, typeof(float), TimestepRank.Batch, new[] { -1 })]
    [InlineData(NumberKind.Float16, typeof(Float16), TimestepRank.Scalar, new int[0])]
    public void Timestep_OfEachKind_IsDeclaredSoAndRuns(NumberKind kind, Type type, TimestepRank rank, int[] sides)
    {
        new TinyBundle { Timestep = new(kind, rank) }.Write(_folder.Path);

        using var trial = Open("unet", batch: 2);
        Assert.Equal(type, trial.Inputs["timestep"].ElementType);
        Assert.Equal(sides, trial.Inputs["timestep"].Dimensions);
        Assert.Equal(rank == TimestepRank.Batch ? trial.Inputs["sample"].SymbolicDimensions[0] : "", trial.Inputs["timestep"].SymbolicDimensions.FirstOrDefault(""));
        Assert.NotEqual(trial.Run()["out_sample"], trial.Run("timestep")["out_sample"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Denoiser_OfAFixedBatch_DeclaresItInEveryInput(int batch)
    {
        new TinyBundle { Family = TinyFamily.Xl, FixedBatch = batch, Timestep = new(NumberKind.Float32, TimestepRank.Batch) }.Write(_folder.Path);

        using var trial = Open("unet");
        Assert.All(trial.Inputs.Values, input => Assert.Equal(batch, input.Dimensions[0]));
        Assert.Equal(batch * 4 * 8 * 8, trial.Run()["out_sample"].Length);
    }

    [Fact]
    public void Denoiser_ForTwoSamples_TreatsEachAlone()
    {
        new TinyBundle { Family = TinyFamily.Xl }.Write(_folder.Path);
        using var alone = Open("unet");
        using var together = Open("unet", batch: 2);

        var (one, two) = (alone.Run()["out_sample"], together.Run()["out_sample"]); // the first of two samples is the one

        Assert.Equal(2 * one.Length, two.Length);
        Assert.All(one.Zip(two), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.NotEqual(two[..one.Length], two[one.Length..]);
    }

    [Theory]
    [InlineData(4)] // the mask
    [InlineData(5)] // the masked picture's latent
    public void Denoiser_ForInpainting_MindsTheChannelsBehindTheLatent(int channel)
    {
        new TinyBundle { Family = TinyFamily.Inpaint }.Write(_folder.Path);
        using var trial = Open("unet");

        var (usual, changed) = (trial.Run()["out_sample"], trial.Run("sample", from: channel * 8 * 8)["out_sample"]);

        Assert.Equal(9, trial.Inputs["sample"].Dimensions[1]);
        Assert.InRange(usual.Zip(changed).Average(pair => Math.Abs(pair.First - pair.Second)), 0.01, 10);
    }

    [Theory]
    [InlineData(true, 77)]
    [InlineData(false, -1)]
    public void Sequence_FixedOrNot_IsDeclaredAlikeInTextModelAndDenoiser(bool isFixed, int expected)
    {
        new TinyBundle { FixedSequence = isFixed, Ids = NumberKind.Int64 }.Write(_folder.Path);

        using var text = Open("text_encoder");
        using var denoiser = Open("unet");
        Assert.Equal(typeof(long), text.Inputs["input_ids"].ElementType);
        Assert.Equal([-1, expected], text.Inputs["input_ids"].Dimensions);
        Assert.Equal(expected, denoiser.Inputs["encoder_hidden_states"].Dimensions[1]);
    }

    [Fact]
    public void HiddenStates_WhenAskedFor_AreOneMoreThanLayers()
    {
        new TinyBundle { HiddenStates = true }.Write(_folder.Path);

        using var trial = Open("text_encoder");
        Assert.Equal(["last_hidden_state", "pooler_output", "hidden_states.0", "hidden_states.1", "hidden_states.2"], trial.Outputs.Keys);
    }

    [Fact]
    public void TextModel_ForALaterToken_LeavesEarlierStatesAlone()
    {
        new TinyBundle().Write(_folder.Path);
        using var trial = Open("text_encoder");
        int[] text = [.. Enumerable.Range(10, 77)], other = [.. text[..40], 400, .. text[41..]];

        var (states, others) = (trial.Encode(text)["last_hidden_state"], trial.Encode(other)["last_hidden_state"]);

        var width = states.Length / text.Length;
        Assert.Equal(states[..(40 * width)], others[..(40 * width)]);
        Assert.All(Enumerable.Range(40, 37), token => Assert.NotEqual(states[(token * width)..((token + 1) * width)], others[(token * width)..((token + 1) * width)]));
    }

    [Fact]
    public void Encoder_ThatDraws_DrawsAroundTheMean()
    {
        new TinyBundle { VaeEncoder = LatentOutput.Parameters }.Write(_folder["parameters"]);
        new TinyBundle { VaeEncoder = LatentOutput.Sample }.Write(_folder["sample"]);
        using var parameters = Open("parameters/vae_encoder");
        using var sample = Open("sample/vae_encoder");

        var (means, drawn) = (parameters.Run()["latent_parameters"], sample.Run()["latent_sample"]);

        var deviations = drawn.Select((value, index) => (value - means[index]) / Math.Exp(means[drawn.Length + index] / 2)).ToList();
        Assert.InRange(deviations.Average(), -0.3, 0.3);
        Assert.InRange(deviations.Average(deviation => deviation * deviation), 0.6, 1.5);
        Assert.NotEqual(drawn, sample.Run()["latent_sample"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SafetyChecker_FlagsAsAskedAndBlackensWhatItFlags(bool flags)
    {
        new TinyBundle { SafetyChecker = true, SafetyCheckerFlags = flags }.Write(_folder.Path);

        using var trial = Open("safety_checker", batch: 2);
        var outputs = trial.Run();

        Assert.Equal(flags ? [1, 1] : [0, 0], outputs["has_nsfw_concepts"]);
        Assert.Equal(flags, outputs["out_images"].All(value => value == 0));
        Assert.True(File.Exists(_folder["feature_extractor/preprocessor_config.json"]));
    }

    [Theory]
    [InlineData(TinyFamily.StableDiffusion1, "the catnip 7", new[] { "the</w>", "ca", "t", "n", "i", "p</w>", "7</w>" }, ClipVocabulary.End)]
    [InlineData(TinyFamily.StableDiffusion2, "Red cats!", new[] { "red</w>", "ca", "t", "s</w>", "!</w>" }, "!")]
    public void Tokenizer_ReadByTheEngine_MergesAndPads(TinyFamily family, string text, string[] tokens, string padding)
    {
        new TinyBundle { Family = family }.Write(_folder.Path);
        var folder = new BundleFolder(_folder.Path);
        var ids = folder.ReadJson<Dictionary<string, int>>("tokenizer/vocab.json");

        var encoded = new ClipTokenizer(folder).Encode(text);

        string[] expected = [ClipVocabulary.Start, .. tokens, ClipVocabulary.End, padding];
        Assert.Equal(expected.Select(token => ids[token]), encoded[..expected.Length]);
        Assert.Equal(0, ids["!"]);
    }

    private NetworkTrial Open(string part, int batch = 1) => new(_folder[$"{part}/{ModelFile.Name}"], batch);
}
