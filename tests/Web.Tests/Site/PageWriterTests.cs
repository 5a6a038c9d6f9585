using System.Buffers;
using System.Text;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Tests.Site;

/// <summary>A page comes out as it was written, however long it is and in whatever pieces.</summary>
public sealed class PageWriterTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(65_535), InlineData(65_536), InlineData(65_537), InlineData(1_000_000)]
    public void Page_InPiecesOfEveryKind_IsWhole(int length)
    {
        var random = new Random(length);
        var expected = string.Concat(Enumerable.Range(0, (length + 1) / 2).Select(_ => random.Next(3) switch { 0 => "ab", 1 => "é–", _ => "🦊" }));
        using var page = new PageWriter();

        foreach (var (piece, kind) in Cut(expected, random))
            Write(page, piece, kind);

        Assert.Equal(expected, TextOf(page));
    }

    [Fact]
    public void Piece_LongerThanTwiceTheRoom_Fits()
    {
        using var page = new PageWriter();
        page.Write('a');

        page.Write(new string('b', 1_000_000));

        Assert.Equal("a" + new string('b', 1_000_000), TextOf(page));
    }

    private static IEnumerable<(string Piece, int Kind)> Cut(string text, Random random)
    {
        for (var at = 0; at < text.Length;)
        {
            var kind = random.Next(4);
            var length = kind == 0 ? 1 : random.Next(Math.Min(text.Length - at, 5000) + 1);
            yield return (text.Substring(at, length), kind);
            at += length;
        }
    }

    private static void Write(PageWriter page, string piece, int kind)
    {
        if (kind == 0)
            page.Write(piece[0]);
        else if (kind == 1)
            page.Write(piece);
        else if (kind == 2)
            page.Write(piece.AsSpan());
        else
            page.Write($"<{piece}>".ToCharArray(), 1, piece.Length);
    }

    private static string TextOf(PageWriter page)
    {
        var bytes = new ArrayBufferWriter<byte>();
        page.CopyTo(bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
