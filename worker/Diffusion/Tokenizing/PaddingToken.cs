using System.Text.Json;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>What a tokenizer pads with: the end token for Stable Diffusion 1, another one for later models.</summary>
internal static class PaddingToken
{
    private static readonly string[] Files = ["special_tokens_map.json", "tokenizer_config.json"];

    /// <summary>From the first file that says; null when none does.</summary>
    public static string? Read(BundleFolder folder, string tokenizerFolder) =>
        Files.Select(file => $"{tokenizerFolder}/{file}").Where(folder.Has).Select(file => ReadFile(folder, file)).FirstOrDefault(token => token is not null);

    /// <summary>Exporters write the token as text or as an object with its text as content.</summary>
    private static string? ReadFile(BundleFolder folder, string file)
    {
        if (!folder.ReadJson<Dictionary<string, JsonElement>>(file).TryGetValue("pad_token", out var token))
            return null;
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out var content))
            token = content;
        return token.ValueKind == JsonValueKind.String ? token.GetString() : null;
    }
}
