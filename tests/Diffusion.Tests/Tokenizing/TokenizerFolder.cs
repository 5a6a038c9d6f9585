using System.Text.Json;

namespace LaionGrid.Diffusion.Tests.Tokenizing;

/// <summary>A bundle of nothing but the bundled model's vocabulary, with configuration files of the test's choice (null: absent).</summary>
internal sealed class TokenizerFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;

    public TokenizerFolder(string name, string? specialTokensMap, string? tokenizerConfig)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_path, name)).FullName;
        foreach (var file in new[] { "vocab.json", "merges.txt" })
            File.Copy(Path.Combine(Pocket.Path, "tokenizer", file), Path.Combine(folder, file));
        if (specialTokensMap is not null)
            File.WriteAllText(Path.Combine(folder, "special_tokens_map.json"), specialTokensMap);
        if (tokenizerConfig is not null)
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), tokenizerConfig);
        Bundle = new(_path);
    }

    public BundleFolder Bundle { get; }

    public static int IdOf(string token) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Pocket.Path, "tokenizer", "vocab.json"))).RootElement.GetProperty(token).GetInt32();

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
