using System.Buffers;
using System.Text;

namespace LaionGrid.Web.Site;

/// <summary>Gathers a page, which is written in thousands of short pieces, in one borrowed array.</summary>
internal sealed class PageWriter : TextWriter
{
    private const int UsualChars = 64 * 1024;

    private char[] _room = ArrayPool<char>.Shared.Rent(UsualChars);
    private int _length;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (_length == _room.Length)
            Grow(1);
        _room[_length++] = value;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > _room.Length - _length)
            Grow(buffer.Length);
        buffer.CopyTo(_room.AsSpan(_length));
        _length += buffer.Length;
    }

    /// <summary>Writes all that was gathered, as UTF-8.</summary>
    public void CopyTo(IBufferWriter<byte> answer) => Encoding.GetBytes(_room.AsSpan(0, _length), answer);

    protected override void Dispose(bool disposing)
    {
        ArrayPool<char>.Shared.Return(_room);
        _room = [];
        base.Dispose(disposing);
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_room.Length * 2, _length + more));
        _room.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_room);
        _room = larger;
    }
}
