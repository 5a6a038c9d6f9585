using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Diffusion.Tests.Scoring;

public sealed class ScorerTests
{
    [Fact]
    public void Load_AFolderWithoutScoringParts_GivesNone()
    {
        using var folder = new ScoringFolder().WithImageEncoder(); // which says nothing by itself

        Assert.Null(folder.Load());
    }

    [Fact]
    public void Score_WithEveryKindOfHead_GivesTheHandValues()
    {
        using var folder = new ScoringFolder().WithImageEncoder().WithSafetyChecker()
            .With("aesthetic/head.json", """{"weights": [3, 6, 6], "bias": 1}""").WithHead("nsfw/model.onnx", "ReduceMax", "score").WithHead("watermark/model.onnx", "ReduceMin", "score");
        using var scorer = folder.Load()!; // it has parts

        var scores = scorer.Score(ScoringFolder.Cyan, "anything", CancellationToken.None);

        Assert.Null(scores.TextFit);
        Assert.Equal(10, scores.Aesthetic!.Value, 1e-5);
        Assert.Equal(2 / 3.0, scores.Nsfw!.Value, 1e-6);
        Assert.True(scores.IsUnsafe);
        Assert.Equal(1 / 3.0, scores.Watermark!.Value, 1e-6);
        Assert.Equal([64, 127, 127], scores.Embedding!); // (1, 2, 2) / 3
    }

    [Fact]
    public void Score_WithTheSafetyCheckerAlone_GivesItsFlagAlone()
    {
        using var folder = new ScoringFolder().WithSafetyChecker();
        using var scorer = folder.Load()!; // it has a part

        Assert.Equal(new PictureScores(null, null, null, true), scorer.Score(ScoringFolder.Cyan, "", CancellationToken.None));
        Assert.Equal(new PictureScores(null, null, null, false), scorer.Score(ScoringFolder.Black, "", CancellationToken.None));
    }

    [Fact]
    public void Score_WithAnAestheticNetworkBesideALine_TakesTheNetwork()
    {
        using var folder = new ScoringFolder().WithImageEncoder().With("aesthetic/head.json", "nonsense").WithHead("aesthetic/model.onnx", "ReduceSum", "score");
        using var scorer = folder.Load()!; // it has parts

        Assert.Equal(5 / 3.0, scorer.Score(ScoringFolder.Cyan, "", CancellationToken.None).Aesthetic!.Value, 1e-6);
    }

    /// <summary>1 / (1 + e^(-2/3)).</summary>
    [Fact]
    public void Score_OfANetworkThatEndsBeforeItsSigmoid_IsMadeAProbability()
    {
        using var folder = new ScoringFolder().WithImageEncoder().WithHead("nsfw/model.onnx", "ReduceMax", "logits");
        using var scorer = folder.Load()!; // it has parts

        Assert.Equal(0.6607, scorer.Score(ScoringFolder.Cyan, "", CancellationToken.None).Nsfw!.Value, 1e-4);
    }

    [Theory]
    [InlineData("aesthetic/head.json", """{"weights": [1, 2], "bias": 0}""")]
    [InlineData("aesthetic/head.json", """{"weights": null, "bias": 0}""")]
    [InlineData("aesthetic/head.json", """{"bias": 0}""")]
    [InlineData("aesthetic/model.onnx", "no network")]
    [InlineData("nsfw/model.onnx", "no network")]
    [InlineData("clip/text_encoder/model.onnx", "no network", "tokenizer/vocab.json")] // which it needs and which is missing
    [InlineData("clip/preprocessor_config.json", "null")]
    [InlineData("clip/preprocessor_config.json", """{"size": 4}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": {"height": 4, "width": 4}, "crop_size": 4}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": 4, "crop_size": 5}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": 4, "crop_size": {"height": 4, "width": 3}}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": 4, "crop_size": 4, "resample": 1}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": 4, "crop_size": 4, "image_std": [1, 0, 1]}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": 4, "crop_size": 4, "image_mean": null}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": 4, "crop_size": 4, "do_center_crop": false}""")]
    [InlineData("clip/preprocessor_config.json", """{"size": 100000, "crop_size": 4}""")]
    public void Load_ABrokenPart_NamesItsFile(string file, string text, string? named = null)
    {
        using var folder = new ScoringFolder().WithImageEncoder().WithHead("aesthetic/model.onnx", "ReduceMax", "score").With(file, text);
        if (file == "aesthetic/head.json")
            File.Delete(folder.Bundle.Find("aesthetic/model.onnx"));

        Assert.Contains(named ?? file, Assert.Throws<BundleException>(folder.Load).Message.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AHeadWithoutAnImageEncoder_NamesWhatIsMissing()
    {
        using var folder = new ScoringFolder().With("aesthetic/head.json", """{"weights": [1], "bias": 0}""");

        Assert.Contains("clip", Assert.Throws<BundleException>(folder.Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nsfw/model.onnx", "Identity", "score", 3)] // three numbers
    [InlineData("nsfw/model.onnx", "ReduceMax", "verdict", 1)] // another name
    [InlineData("aesthetic/model.onnx", "Identity", "score", 3)]
    public void Load_ANetworkThatIsNoHead_NamesItsFile(string file, string operation, string output, int width)
    {
        using var folder = new ScoringFolder().WithImageEncoder().WithHead(file, operation, output, width);

        Assert.Contains(file, Assert.Throws<BundleException>(folder.Load).Message.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnImageEncoderForOtherSides_NamesItsFile()
    {
        using var folder = new ScoringFolder().WithSafetyChecker().With("feature_extractor/preprocessor_config.json", """{"size": 8, "crop_size": 8}""");

        Assert.Contains("takes clip_input of [-1, 3, 4, 4], not of [1, 3, 8, 8]", Assert.Throws<BundleException>(folder.Load).Message, StringComparison.Ordinal);
    }

    /// <summary>Colours of a black picture have no direction; sums above 1 are no probability.</summary>
    [Fact]
    public void Score_OfANetworkThatGivesNone_IsABundleException()
    {
        using var folder = new ScoringFolder().WithImageEncoder().WithHead("nsfw/model.onnx", "ReduceSum", "probability");
        using var scorer = folder.Load()!; // it has parts

        Assert.Contains("nothing but zeros", Assert.Throws<BundleException>(() => scorer.Score(ScoringFolder.Black, "", CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1", Assert.Throws<BundleException>(() => scorer.Score(ScoringFolder.Cyan, "", CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_ThatIsNoNumber_IsABundleException()
    {
        using var folder = new ScoringFolder().WithImageEncoder().With("aesthetic/model.onnx", TinyNetwork.Head("score", 1, "ReduceMax", "Neg", "Log"));
        using var scorer = folder.Load()!; // it has parts

        Assert.Contains("no numbers", Assert.Throws<BundleException>(() => scorer.Score(ScoringFolder.Cyan, "", CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_OnceCancelled_Stops()
    {
        using var folder = new ScoringFolder().WithSafetyChecker();
        using var scorer = folder.Load()!; // it has a part

        Assert.Throws<OperationCanceledException>(() => scorer.Score(ScoringFolder.Cyan, "", new CancellationToken(canceled: true)));
    }
}
