using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LaionGrid.Worker.Page;

/// <summary>A piece of HTML. Whatever is put into one by <see cref="Of"/> is encoded, unless it is HTML already.</summary>
internal readonly record struct Html(string Text)
{
    public static Html None { get; } = new("");

    public static Html Of(HtmlText text) => new(text.ToString());

    public override string ToString() => Text;
}

/// <summary>Collects the parts of an interpolated string for <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlText(int literals, int holes)
{
    private const int UsualHole = 16;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new(literals + holes * UsualHole);

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(Html html) => _text.Append(html.Text);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
            _text.Append(part.Text);
    }

    public void AppendFormatted(string? text) => _text.Append(Encoder.Encode(text ?? ""));

    public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
