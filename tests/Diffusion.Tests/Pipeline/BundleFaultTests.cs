using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Pipeline;

/// <summary>Each test spoils one file of a copy of the bundled model.</summary>
[Collection(Pocket.Collection)]
public sealed class BundleFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;

    public BundleFaultTests()
    {
        foreach (var part in (string[])["scheduler", "tokenizer", "text_encoder", "unet", "vae_decoder"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, part));
            foreach (var file in Directory.GetFiles(Path.Combine(Pocket.Path, part)))
                File.CreateSymbolicLink(Path.Combine(_folder, part, Path.GetFileName(file)), file);
        }
        File.CreateSymbolicLink(Path.Combine(_folder, "model_index.json"), Path.Combine(Pocket.Path, "model_index.json"));
    }

    [Theory]
    [InlineData("model_index.json")]
    [InlineData("scheduler/scheduler_config.json")]
    [InlineData("tokenizer/vocab.json")]
    [InlineData("tokenizer/merges.txt")]
    [InlineData("text_encoder/model.onnx")]
    [InlineData("unet/model.onnx")]
    [InlineData("vae_decoder/model.onnx")]
    public void Load_WithoutAFile_NamesItAndWhatToDo(string file)
    {
        File.Delete(Path.Combine(_folder, file));

        var error = Assert.Throws<BundleException>(Load);

        Assert.Contains(Path.Combine(_folder, file), error.Message, StringComparison.Ordinal);
        Assert.Contains("Fetch the model again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_index.json", "{")]
    [InlineData("model_index.json", """{ "_class_name": "FluxPipeline" }""")]
    [InlineData("scheduler/scheduler_config.json", "null")]
    [InlineData("scheduler/scheduler_config.json", """{ "beta_end": 2 }""")]
    [InlineData("scheduler/scheduler_config.json", """{ "trained_betas": [0.1, 0.2] }""")]
    [InlineData("tokenizer/vocab.json", """{ "a": 1 }""")]
    [InlineData("tokenizer/vocab.json", """[ "a" ]""")]
    [InlineData("tokenizer/merges.txt", "a b\nthree pieces here\n")]
    [InlineData("text_encoder/model.onnx", "not a network")]
    [InlineData("unet/model.onnx", "")]
    [InlineData("vae_decoder/config.json", """{ "scaling_factor": 0 }""")]
    public void Load_WithABrokenFile_NamesIt(string file, string text)
    {
        File.Delete(Path.Combine(_folder, file));
        File.WriteAllText(Path.Combine(_folder, file), text);

        var error = Assert.Throws<BundleException>(Load);

        Assert.Contains(Path.Combine(_folder, file), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithAnotherNetworkInAPlace_NamesWhatItLacks()
    {
        File.Delete(Path.Combine(_folder, "unet", "model.onnx"));
        File.CreateSymbolicLink(Path.Combine(_folder, "unet", "model.onnx"), Path.Combine(Pocket.Path, "vae_decoder", "model.onnx"));

        var error = Assert.Throws<BundleException>(Load);

        Assert.Contains("has no input named sample, only latent_sample", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutTheOptionalConfigs_StillLoads()
    {
        File.Delete(Path.Combine(_folder, "vae_decoder", "config.json"));
        File.Delete(Path.Combine(_folder, "tokenizer", "special_tokens_map.json"));

        Load();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Load() => DiffusionPipeline.Load(_folder, Pocket.Cpu).Dispose();
}
