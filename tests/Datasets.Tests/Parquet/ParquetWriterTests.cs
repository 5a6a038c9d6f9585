using System.Text.Json;
using FsCheck.Fluent;
using LaionGrid.Datasets.Parquet;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Parquet;

namespace LaionGrid.Datasets.Tests.Parquet;

/// <summary>What we write, others read.</summary>
public sealed class ParquetWriterTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private sealed record Row(int Number, string Text, string? Maybe, bool Flag, bool? MaybeFlag, long Large, float Single, double Fine, DateTimeOffset At, IReadOnlyList<string> Tags, float? MaybeSingle);

    private static ParquetColumns<Row> Columns => new ParquetColumns<Row>()
        .Int32("number", row => row.Number).Text("text", row => row.Text).TextOrNull("maybe", row => row.Maybe)
        .Bool("flag", row => row.Flag).BoolOrNull("maybe_flag", row => row.MaybeFlag).Int64("large", row => row.Large).Float("single", row => row.Single).Double("fine", row => row.Fine)
        .Timestamp("at", row => row.At).TextList("tags", row => row.Tags).FloatOrNull("maybe_single", row => row.MaybeSingle);

    private static Row RowOf(int i) => new(i, $"prompt {i} é 画 🎨", i % 3 == 0 ? null : $"m{i}", i % 2 == 0, i % 5 == 0 ? null : i % 7 == 0, long.MaxValue - i, i / 4f, i / 8.0, Noon.AddHours(i),
        [.. Enumerable.Range(0, i % 4).Select(tag => $"t{tag}")], i % 11 == 0 ? null : i * 0.5f);

    [ParquetFact]
    public void Hyparquet_ReadsEveryTypeAcrossGroups()
    {
        var read = OutsideReader.ReadByHyparquet(Write(1003, rowsPerGroup: 100));

        Assert.Equal(1003, read.GetArrayLength());
        foreach (var (row, i) in read.EnumerateArray().Select((row, i) => (row, i)))
            AssertSame(RowOf(i), row);
    }

    [ParquetFact]
    public void DuckDb_FindsTheSameTypesSumsAndNulls()
    {
        var path = Write(120_000, ParquetWriter<Row>.DefaultRowsPerGroup);

        var types = OutsideReader.AskDuckDb($"describe select * from '{path}'").EnumerateArray().ToDictionary(row => row.GetProperty("column_name").GetString()!, row => row.GetProperty("column_type").GetString());
        var sums = OutsideReader.AskDuckDb($"""
            select count(*) as n, sum(number) as numbers, count(maybe) as maybes, count(maybe_flag) as flags, sum(len(tags)) as tags, count(distinct text) as texts, max("at") as newest, sum(fine) as fine,
            (select count(*) from parquet_metadata('{path}') where path_in_schema = 'number') as groups from '{path}'
            """)[0];

        Assert.Equal(
            ["INTEGER", "VARCHAR", "VARCHAR", "BOOLEAN", "BOOLEAN", "BIGINT", "FLOAT", "DOUBLE", "TIMESTAMP WITH TIME ZONE", "VARCHAR[]", "FLOAT"], Columns.All.Select(column => types[column.Name]));
        Assert.Equal("120000", Text(sums, "n"));
        Assert.Equal($"{120_000L * 119_999 / 2}", Text(sums, "numbers"));
        Assert.Equal("80000", Text(sums, "maybes"));
        Assert.Equal("96000", Text(sums, "flags"));
        Assert.Equal("180000", Text(sums, "tags"));
        Assert.Equal("120000", Text(sums, "texts"));
        Assert.Equal("2", Text(sums, "groups"));
        Assert.Equal(120_000.0 * 119_999 / 2 / 8, sums.GetProperty("fine").GetDouble());
    }

    /// <summary>Pages and groups end between its lists.</summary>
    [Fact]
    public void Lists_ReadByOurReader_ComeBackBesideFlatColumns()
    {
        using var file = File.OpenRead(Write(70_000, rowsPerGroup: 30_000));

        var (reader, row) = (new ParquetReader(file), 0);
        foreach (var values in reader.Read(["tags", "number", "maybe"]))
        {
            var wrote = RowOf(row++);
            Assert.Equal(wrote.Tags, Assert.IsType<string[]>(values[0]));
            Assert.Equal(((long)wrote.Number, wrote.Maybe), ((long?)values[1], (string?)values[2]));
        }

        Assert.Equal(70_000, row);
        Assert.DoesNotContain("tags", reader.Columns); // an import takes flat ones
        Assert.Contains("no column brushes", Assert.Throws<InvalidDataException>(() => reader.Read(["brushes"]).First()).Message, StringComparison.Ordinal);
    }

    [ParquetFact]
    public void File_OfNoRows_IsAWholeFile()
    {
        var path = Write(0, 10);

        Assert.Equal(0, OutsideReader.ReadByHyparquet(path).GetArrayLength());
        Assert.Equal("0", Text(OutsideReader.AskDuckDb($"select count(*) as n from '{path}'")[0], "n"));
    }

    [ParquetFact]
    public void Texts_OfAnyCharactersAndNulls_ComeBackAsTheyWere()
    {
        var texts = Gen.Sample(Gen.ListOf(Gen.OneOf(Gen.Constant<string?>(null), Gen.Elements<string?>("", "a", "\0", "\r\n\t", new string('x', 100_000), "é\u202e\u2066", "\U0001F3A8"))), 50, 40)
            .SelectMany(list => list).ToList();
        var path = _folder["texts.parquet"];
        using (var file = File.Create(path))
        {
            var writer = new ParquetWriter<string?>(file, new ParquetColumns<string?>().TextOrNull("t", text => text), rowsPerGroup: 97);
            texts.ForEach(writer.Write);
            writer.Finish();
        }

        Assert.Equal(texts, OutsideReader.ReadByHyparquet(path).EnumerateArray().Select(row => row.GetProperty("t").GetString()));
    }

    [Fact]
    public void Bytes_OfTheSameRows_AreTheSame() =>
        Assert.Equal(File.ReadAllBytes(Write(5000, 700)), File.ReadAllBytes(Write(5000, 700)));

    [Fact]
    public void Stream_ThatCannotSeek_IsEnough()
    {
        using var file = new MemoryStream();
        using var forward = new ForwardStream(file);

        WriteTo(forward, 1000, 300);

        Assert.Equal(File.ReadAllBytes(Write(1000, 300)), file.ToArray());
    }

    [Fact]
    public void Null_WhereNoneMayBe_NamesTheColumn()
    {
        using var file = new MemoryStream();
        var writer = new ParquetWriter<string?>(file, new ParquetColumns<string?>().Text("caption", text => text!));

        Assert.Contains("caption", Assert.Throws<InvalidDataException>(() => writer.Write(null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_OfOneNameTwice_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new ParquetColumns<Row>().Int32("n", row => row.Number).Int64("n", row => row.Large));

    public void Dispose() => _folder.Dispose();

    private string Write(int rows, int rowsPerGroup)
    {
        var path = _folder[$"{Directory.GetFiles(_folder.Path).Length}.parquet"];
        using var file = File.Create(path);
        WriteTo(file, rows, rowsPerGroup);
        return path;
    }

    private static void WriteTo(Stream to, int rows, int rowsPerGroup)
    {
        var writer = new ParquetWriter<Row>(to, Columns, rowsPerGroup);
        for (var i = 0; i < rows; i++)
            writer.Write(RowOf(i));
        writer.Finish();
    }

    private static void AssertSame(Row expected, JsonElement read)
    {
        Assert.Equal(expected.Number, read.GetProperty("number").GetInt32());
        Assert.Equal(expected.Text, read.GetProperty("text").GetString());
        Assert.Equal(expected.Maybe, read.GetProperty("maybe").GetString());
        Assert.Equal(expected.Flag, read.GetProperty("flag").GetBoolean());
        Assert.Equal(expected.MaybeFlag, read.GetProperty("maybe_flag") is { ValueKind: not JsonValueKind.Null } flag ? flag.GetBoolean() : null);
        Assert.Equal($"{expected.Large}", read.GetProperty("large").GetString());
        Assert.Equal(expected.Single, read.GetProperty("single").GetSingle());
        Assert.Equal(expected.Fine, read.GetProperty("fine").GetDouble());
        Assert.Equal(expected.At, read.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(expected.Tags, read.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(expected.MaybeSingle, read.GetProperty("maybe_single") is { ValueKind: not JsonValueKind.Null } single ? single.GetSingle() : null);
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).ToString();

    /// <summary>A stream like that of an answer: it goes forward, and says no more.</summary>
    private sealed class ForwardStream(Stream to) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);
    }
}
