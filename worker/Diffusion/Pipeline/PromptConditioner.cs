using LaionGrid.Diffusion.Conditioning;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Turns an order's texts into the states that guide the denoiser, with one text encoder or two. Remembers the last texts.</summary>
internal sealed class PromptConditioner : IDisposable
{
    /// <summary>Longest prompt, in chunks of 75 tokens. Beyond it no model follows, and the network's memory grows with each.</summary>
    private const int MaxChunks = 10;

    private readonly (ClipTokenizer Tokenizer, TextEncoder Encoder)[] _encoders;
    private readonly bool _zerosForEmpty;
    private readonly int _maxChunks;
    private (Texts Texts, TextStates States)? _last;

    /// <param name="tokens">Text tokens that the denoiser is made for; null when any number will do.</param>
    /// <exception cref="BundleException">A file is missing, or no tokenizer or text encoder.</exception>
    public PromptConditioner(BundleFolder folder, ModelIndex index, int? tokens, ComputeDevice device)
    {
        string[] suffixes = index.HasTwoEncoders ? ["", "_2"] : [""];
        var loaded = new List<(ClipTokenizer, TextEncoder)>();
        foreach (var suffix in suffixes)
        {
            var tokenizer = new ClipTokenizer(folder, $"tokenizer{suffix}");
            loaded.Add((tokenizer, new TextEncoder(folder, $"text_encoder{suffix}", index.HasTwoEncoders, ClipTokenizer.Length, device)));
        }
        _encoders = [.. loaded];
        _zerosForEmpty = index.ForceZerosForEmptyPrompt;
        _maxChunks = tokens / ClipTokenizer.Length ?? MaxChunks;
    }

    /// <summary>Numbers in the states of one token, of all encoders side by side.</summary>
    public int Width => _encoders.Sum(one => one.Encoder.Width);

    /// <summary>Numbers in a pooled state; 0 when no encoder gives one.</summary>
    public int PooledWidth => _encoders[^1].Encoder.PooledWidth;

    /// <summary>In networks.</summary>
    public TimeSpan Elapsed => new(_encoders.Sum(one => one.Encoder.Clock.Elapsed.Ticks));

    /// <param name="isGuided">Whether the negative prompt is encoded too, in front of the prompt.</param>
    /// <exception cref="OrderException">A text is too long, or the clip skip cannot be had.</exception>
    public TextStates Encode(PictureOrder order, bool isGuided, CancellationToken cancellationToken)
    {
        var texts = new Texts(order.Prompt, isGuided ? order.NegativePrompt : null, order.ClipSkip);
        if (_last is { } last && last.Texts == texts)
            return last.States;
        var parts = new[] { texts.Negative, texts.Prompt }.OfType<string>().Select(PromptWeights.Parse);
        TokenChunks[][] tokens = [.. parts.Select(one => _encoders.Select(encoder => encoder.Tokenizer.Encode(one)).ToArray())]; // of each text, for each encoder
        var chunks = tokens.Max(ChunksOf);
        var states = new TextStates(new float[tokens.Length * chunks * ClipTokenizer.Length * Width], new float[tokens.Length * PooledWidth], tokens.Length);
        for (var text = 0; text < tokens.Length; text++)
        {
            if (!(_zerosForEmpty && isGuided && text == 0 && order.NegativePrompt.Length == 0))
                Encode(tokens[text], chunks, order.ClipSkip, states.OfText(text), states.PooledOfText(text), cancellationToken);
        }
        _last = (texts, states);
        return states;
    }

    public void Dispose()
    {
        foreach (var (_, encoder) in _encoders)
            encoder.Dispose();
    }

    /// <param name="tokens">Of one text, for each encoder.</param>
    private int ChunksOf(TokenChunks[] tokens) => tokens[0].Count <= _maxChunks ? tokens[0].Count : throw new OrderException(
        $"The prompt has {tokens[0].TokenCount:#,0} tokens, where this model takes {_maxChunks * TokenChunks.Capacity}. Shorten it.");

    private void Encode(TokenChunks[] tokens, int chunks, int clipSkip, Span<float> states, Span<float> pooled, CancellationToken cancellationToken)
    {
        var offset = 0;
        foreach (var ((_, encoder), ids) in _encoders.Zip(tokens))
        {
            var chunk = new float[encoder.Length * encoder.Width];
            for (var index = 0; index < chunks; index++)
            {
                encoder.Encode(ids.Ids(index), clipSkip, chunk, index == 0 ? pooled : [], cancellationToken);
                Emphasis.Apply(chunk, ids.Weights(index), keepsMean: _encoders.Length == 1);
                for (var token = 0; token < encoder.Length; token++)
                    chunk.AsSpan(token * encoder.Width, encoder.Width).CopyTo(states[((((index * encoder.Length) + token) * Width) + offset)..]);
            }
            offset += encoder.Width;
        }
    }

    private sealed record Texts(string Prompt, string? Negative, int ClipSkip);
}
