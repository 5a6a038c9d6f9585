namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Scaled dot-product attention with several heads (Vaswani and others, 2017).</summary>
public static class Attention
{
    /// <param name="query">[batch, places, width], and so are the others, which may have another number of places.</param>
    /// <param name="mask">Added to the scores [batch, heads, places, places].</param>
    public static Value Attend(this Value query, Value key, Value value, int heads, long width, Value? mask = null)
    {
        var scores = Split(query, 0, 2, 1, 3).MatMul(Split(key, 0, 2, 3, 1)) * (1 / Math.Sqrt((double)width / heads));
        var shares = (mask is null ? scores : scores + mask).Softmax();
        return shares.MatMul(Split(value, 0, 2, 1, 3)).Transpose(0, 2, 1, 3).Reshape(0, 0, width);

        Value Split(Value joined, params long[] order) => joined.Reshape(0, 0, heads, width / heads).Transpose(order);
    }

    /// <summary>As diffusers' parts have it.</summary>
    /// <param name="context">What is attended to: the value itself, or text states of another width.</param>
    public static Value Attend(this Value value, Value context, Scope at, int heads, long width, long contextWidth, bool hasBias)
    {
        var query = value.Linear(at["to_q"], width, width, hasBias);
        var key = context.Linear(at["to_k"], contextWidth, width, hasBias);
        return query.Attend(key, context.Linear(at["to_v"], contextWidth, width, hasBias), heads, width).Linear(at["to_out.0"], width, width);
    }
}
