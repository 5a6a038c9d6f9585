using System.Text.Json;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>What a tokenizer pads with: the end token for Stable Diffusion 1, another one for later models.</summary>
internal static class PaddingToken
{
    private const string File = "tokenizer/special_tokens_map.json";

    /// <summary>Null when the folder does not say. Exporters write the token as text or as an object with its text as content.</summary>
    public static string? Read(BundleFolder folder)
    {
        if (!folder.Has(File) || !folder.ReadJson<Dictionary<string, JsonElement>>(File).TryGetValue("pad_token", out var token))
            return null;
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out var content))
            token = content;
        return token.ValueKind == JsonValueKind.String ? token.GetString() : null;
    }
}
