using Microsoft.ML.OnnxRuntime;

namespace LaionGrid.Packages.Tests;

/// <summary>ONNX Runtime runs a real graph, wherever its managed and native halves came from.</summary>
public sealed class OnnxRuntimeTests
{
    private const int Embedding = 96;

    [Fact]
    public void Session_OverARealGraph_GivesAScoreInRange()
    {
        using var session = new InferenceSession(Path.Combine(Models, "pocket", "aesthetic", "model.onnx"));
        using var input = OrtValue.CreateTensorValueFromMemory(new float[Embedding], [1, Embedding]);
        using var run = new RunOptions();

        using var outputs = session.Run(run, ["image_embeds"], [input], ["score"]);

        Assert.InRange(outputs[0].GetTensorDataAsSpan<float>()[0], 1, 10);
        Assert.Equal(typeof(float), session.InputMetadata["image_embeds"].ElementType);
    }

    private static string Models
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LaionGrid.sln")))
                folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("No LaionGrid.sln above the tests."), "models");
        }
    }
}
