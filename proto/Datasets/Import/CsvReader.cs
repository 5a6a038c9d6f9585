using System.Text;

namespace LaionGrid.Datasets.Import;

/// <summary>Reads comma-separated values (RFC 4180) a row at a time, with a header. Not thread-safe.</summary>
internal sealed class CsvReader(TextReader text)
{
    private const int MaxField = 1 << 20; // a text beyond that is a quote that was never closed

    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];
    private readonly char[] _buffer = new char[1 << 16];
    private int _at, _length;

    /// <summary>Names of the columns, of the first row.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <exception cref="InvalidDataException">There is no first row.</exception>
    public void ReadHeader() => Columns = ReadFields("header") ? [.. _fields.Select(name => name.TrimStart('\ufeff').Trim())] : throw new InvalidDataException("The file is empty. Its first row must name its columns.");

    /// <summary>The rows after the header. The list is used again for the next row.</summary>
    /// <exception cref="InvalidDataException">A row is broken; the message names it, from 1, and the column.</exception>
    public IEnumerable<IReadOnlyList<string>> Read()
    {
        for (var row = 1L; ReadFields($"row {row}"); row++)
        {
            if (_fields is [""] && Columns.Count > 1)
                continue; // an empty line
            if (_fields.Count != Columns.Count)
                throw new InvalidDataException(_fields.Count < Columns.Count
                    ? $"Row {row}, column {Columns[_fields.Count]}: the row ends before it; {_fields.Count} of {Columns.Count} values are there. The file may be cut off: fetch it again."
                    : $"Row {row}, column {Columns[^1]}: {_fields.Count - Columns.Count} values too many stand behind it. A comma in a text wants quotes around the text.");
            yield return _fields;
        }
    }

    private bool ReadFields(string where)
    {
        _fields.Clear();
        if (Peek() < 0)
            return false;
        while (true)
        {
            ReadField(where);
            _fields.Add(_field.ToString());
            var end = Take();
            if (end == '\r' && Peek() == '\n')
                Take();
            if (end != ',')
                return true;
        }
    }

    private void ReadField(string where)
    {
        _field.Clear();
        if (Peek() != '"')
        {
            while (Peek() is not (',' or '\r' or '\n' or -1))
                Put(Take(), where);
            return;
        }
        Take();
        while (true)
        {
            var letter = Take();
            if (letter < 0)
                throw Faulty(where, "a quote is never closed. The file may be cut off: fetch it again");
            if (letter == '"' && Peek() != '"')
                break;
            if (letter == '"')
                Take();
            Put(letter, where);
        }
        if (Peek() is not (',' or '\r' or '\n' or -1))
            throw Faulty(where, "something follows a closed quote; a quote within a text is written twice");
    }

    private void Put(int letter, string where)
    {
        if (_field.Length == MaxField)
            throw Faulty(where, $"the value is longer than {MaxField} characters, so a quote is probably missing");
        _field.Append((char)letter);
    }

    private InvalidDataException Faulty(string where, string what) =>
        new($"{char.ToUpperInvariant(where[0])}{where[1..]}, column {(_fields.Count < Columns.Count ? Columns[_fields.Count] : $"{_fields.Count + 1}")}: {what}.");

    private int Peek()
    {
        if (_at == _length)
            (_at, _length) = (0, text.Read(_buffer));
        return _length == 0 ? -1 : _buffer[_at];
    }

    private int Take()
    {
        var letter = Peek();
        if (letter >= 0)
            _at++;
        return letter;
    }
}
