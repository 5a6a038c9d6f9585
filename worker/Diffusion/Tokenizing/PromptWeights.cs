using System.Text;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// Reads the weights that people write into prompts, by the rules of AUTOMATIC1111's web UI: (x) times 1.1, [x] divided by 1.1,
/// (x:1.3) times 1.3; brackets within brackets multiply; a backslash makes a bracket or backslash literal; a bracket never closed
/// reaches to the end, one never opened is literal. Any text can be read, in time linear in its length.
/// </summary>
internal static class PromptWeights
{
    /// <summary>Weights beyond it, up or down, are cut to it: they would only make noise.</summary>
    public const float Largest = 10;

    private const double LargestProduct = 1e30; // keeps products of thousands of brackets finite, so that none becomes infinity times zero

    /// <summary>Neighbours of equal weight are one part. Never empty: a prompt without text is one part without text.</summary>
    public static IReadOnlyList<PromptPart> Parse(string prompt)
    {
        var marks = PromptMark.Read(prompt);
        MatchBrackets(marks);
        return Weigh(marks);
    }

    /// <summary>The prompt as plain text, for networks that know no weights.</summary>
    public static string Strip(string prompt) => string.Concat(Parse(prompt).Select(part => part.Text));

    /// <summary>Gives each opening bracket the factor of its closing one, and makes text of what closes nothing.</summary>
    private static void MatchBrackets(List<PromptMark> marks)
    {
        var (round, square) = (new Stack<int>(), new Stack<int>());
        for (var index = 0; index < marks.Count; index++)
        {
            var mark = marks[index];
            var open = mark.IsRound ? round : square;
            if (mark.Kind == PromptMarkKind.Open)
                open.Push(index);
            else if (mark.Kind == PromptMarkKind.Close && open.TryPop(out var opening))
                marks[opening] = marks[opening] with { Factor = mark.Factor };
            else if (mark.Kind == PromptMarkKind.Close)
                marks[index] = PromptMark.OfText(mark.Text);
        }
    }

    /// <summary>Round and square brackets may overlap as in "(a [b) c]", so each kind has its own stack of products.</summary>
    private static List<PromptPart> Weigh(List<PromptMark> marks)
    {
        var parts = new PartWriter();
        var (round, square) = (new Stack<double>([1]), new Stack<double>([1]));
        foreach (var mark in marks)
        {
            var products = mark.IsRound ? round : square;
            switch (mark.Kind)
            {
                case PromptMarkKind.Open:
                    products.Push(Bound(products.Peek() * Bound(mark.Factor)));
                    break;
                case PromptMarkKind.Close:
                    products.Pop();
                    break;
                case PromptMarkKind.Break:
                    parts.AddBreak();
                    break;
                default:
                    parts.Add(mark.Text, Math.Clamp((float)(round.Peek() * square.Peek()), -Largest, Largest));
                    break;
            }
        }
        return parts.Finish();
    }

    private static double Bound(double factor) => Math.Clamp(factor, -LargestProduct, LargestProduct);

    /// <summary>Joins neighbours of equal weight.</summary>
    private sealed class PartWriter
    {
        private readonly List<PromptPart> _parts = [];
        private readonly StringBuilder _text = new();
        private float _weight = 1;

        public void Add(string text, float weight)
        {
            if (weight != _weight)
                EndPart();
            _weight = weight;
            _text.Append(text);
        }

        public void AddBreak()
        {
            EndPart();
            _parts.Add(new(" ", 1, IsBreak: true));
        }

        public List<PromptPart> Finish()
        {
            EndPart();
            return _parts.Count > 0 ? _parts : [new("", 1)];
        }

        private void EndPart()
        {
            if (_text.Length > 0)
                _parts.Add(new(_text.ToString(), _weight));
            _text.Clear();
        }
    }
}
