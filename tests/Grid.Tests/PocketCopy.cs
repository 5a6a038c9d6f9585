using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LaionGrid.TestKit.Onnx;

namespace LaionGrid.Grid.Tests;

/// <summary>The bundled model in a folder of its own, to be changed.</summary>
internal sealed class PocketCopy
{
    private readonly string _bundle;

    /// <param name="models">Made here, with pocket in it.</param>
    public PocketCopy(string models)
    {
        (Models, _bundle) = (models, Path.Combine(models, "pocket"));
        var original = Path.Combine(Repository.Models, "pocket");
        foreach (var file in Directory.EnumerateFiles(original, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_bundle, Path.GetRelativePath(original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy) ?? _bundle);
            File.Copy(file, copy);
        }
    }

    public string Models { get; }

    public PocketCopy WithUsualSampler(string name) => Change(manifest => (manifest["limits"] ?? manifest)["defaultSampler"] = name);

    public PocketCopy WithNetwork(string folder, Graph network)
    {
        var path = Path.Combine(_bundle, folder, "model.onnx");
        Directory.CreateDirectory(Path.Combine(_bundle, folder));
        ModelFile.Write(network, Path.Combine(_bundle, folder), WeightPlace.Inside, seed: 1);
        var bytes = File.ReadAllBytes(path);
        return Change(manifest => manifest["files"]?.AsArray().Add(new JsonObject
        {
            ["path"] = $"{folder}/model.onnx", ["bytes"] = $"{bytes.Length}", ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        }));
    }

    private PocketCopy Change(Action<JsonNode> change)
    {
        var path = Path.Combine(_bundle, "bundle.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path)) ?? throw new InvalidDataException($"{path} is empty.");
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
        return this;
    }
}
