using System.Text;
using LaionGrid.Datasets.Explorer;
using LaionGrid.Datasets.Import;
using LaionGrid.Datasets.Parquet;
using LaionGrid.TestKit;
using LaionGrid.TestKit.Parquet;

namespace LaionGrid.Datasets.Tests.Import;

/// <summary>Files as LAION published them, whoever wrote them, whole and broken.</summary>
public sealed class LaionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Csv_OfAnyCase_IsRead()
    {
        var rows = ReadCsv("url,Text,WIDTH,height,SIMILARITY,punsafe,pwatermark,aesthetic,hash\r\nhttps://a.example/x.jpg,\"a \"\"b\"\",\nc\",640,480.0,0.3,0.01,,6.5,77\n,d,,,,,0.9,NaN,\n");

        Assert.Equal(("1", "a \"b\",\nc", "https://a.example/x.jpg", 640, 480, 0.3, 0.01, null, 6.5), (rows[0].Uid, rows[0].Prompt, rows[0].Url, rows[0].Width, rows[0].Height, rows[0].Similarity, rows[0].Unsafe, rows[0].Watermark, rows[0].Score));
        Assert.Equal(("2", "d", null, null, 0.9, null), (rows[1].Uid, rows[1].Prompt, rows[1].Url, rows[1].Width, rows[1].Watermark, rows[1].Score));
    }

    [Theory]
    [InlineData("URL,TEXT,WIDTH\na,b,1\nc,d,wide\n", "Row 2, column WIDTH", "\"wide\"")]
    [InlineData("URL,TEXT,WIDTH\na,b,-3\n", "Row 1, column WIDTH", "pixels")]
    [InlineData("URL,TEXT,WIDTH\na,b,1\nc,\"d e", "Row 2, column TEXT", "never closed")]
    [InlineData("URL,TEXT,WIDTH\na,b,1\nc,d", "Row 2, column WIDTH", "cut off")]
    [InlineData("URL,TEXT\na,b,c,d\n", "Row 1, column TEXT", "too many")]
    [InlineData("URL,TEXT\n\"a\"x,b\n", "Row 1, column URL", "written twice")]
    [InlineData("a,b\n1,2\n", "no column TEXT", "a, b")]
    [InlineData("", "empty", "first row")]
    public void Csv_ThatIsBroken_NamesRowAndColumn(string text, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => ReadCsv(text)).Message;

        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [ParquetTheory]
    [InlineData("snappy", "V1")]
    [InlineData("gzip", "V1")]
    [InlineData("uncompressed", "V1")]
    [InlineData("snappy", "V2")]
    public void Parquet_ThatDuckDbWrote_IsReadAlike(string codec, string version)
    {
        var path = _folder["laion.parquet"];
        OutsideReader.AskDuckDb($"""
            COPY (SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE 'https://site' || (i % 90) || '.example/' || i || '.jpg' END AS URL, CASE WHEN i % 2 = 0 THEN 'a picture of thing ' || (i % 40) ELSE 'text ' || i || ' é 画' END AS "TEXT",
              CAST(i % 1000 AS DOUBLE) AS WIDTH, CAST(i % 800 AS BIGINT) AS HEIGHT, CAST(i / 30000.0 AS REAL) AS similarity, CASE WHEN i % 3 = 0 THEN NULL ELSE i / 60000.0 END AS punsafe, [1, 2] AS nested, i % 2 = 0 AS flag,
              CAST(i % 10 AS INTEGER) AS AESTHETIC_SCORE FROM range(30000) t(i)) TO '{path}' (FORMAT parquet, COMPRESSION {codec}, ROW_GROUP_SIZE 10000, {(version == "V2" ? "DICTIONARY_SIZE_LIMIT 20000, " : "")}PARQUET_VERSION {version})
            """);

        using var file = File.OpenRead(path);
        var rows = LaionFile.Read(file).ToList();

        Assert.Equal(30_000, rows.Count);
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            Assert.Equal(i % 7 == 0 ? null : $"https://site{i % 90}.example/{i}.jpg", row.Url);
            Assert.Equal(i % 2 == 0 ? $"a picture of thing {i % 40}" : $"text {i} é 画", row.Prompt);
            Assert.Equal((i % 1000, i % 800, (double)(i % 10)), (row.Width, row.Height, row.Score));
            Assert.Equal((double)(float)(i / 30000.0), row.Similarity!.Value, 1e-6);
            Assert.Equal(i % 3 == 0 ? null : i / 60000.0, row.Unsafe);
        }
    }

    [Fact]
    public void Parquet_OfOurs_IsReadAlike()
    {
        var texts = Enumerable.Range(0, 70_000).Select(i => (Text: i % 9 == 0 ? null : $"t{i}", Score: i % 4 == 0 ? (float?)null : i)).ToList();
        var rows = Read(WriteParquet(texts, 30_000));

        Assert.Equal(texts.Select(row => (row.Text ?? "", (double?)row.Score)), rows.Select(row => (row.Prompt, row.Score)));
    }

    [Fact]
    public void Parquet_WithoutItsTail_SaysSo()
    {
        var whole = WriteParquet([("a", 1f)], 10);

        Assert.Contains("tail", Assert.Throws<InvalidDataException>(() => Read(whole[..^5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parquet_OfAWrongType_NamesRowAndColumn()
    {
        using var file = new MemoryStream();
        var writer = new ParquetWriter<int>(file, new ParquetColumns<int>().Text("TEXT", i => $"{i}").Text("WIDTH", i => i == 3 ? "wide" : $"{i}"));
        Enumerable.Range(1, 5).ToList().ForEach(writer.Write);
        writer.Finish();

        Assert.Contains("Row 3, column WIDTH: \"wide\"", Assert.Throws<InvalidDataException>(() => Read(file.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parquet_WithAnyByteChanged_IsReadOrRefused_NeverWorse()
    {
        var whole = WriteParquet([.. Enumerable.Range(0, 300).Select(i => ($"text {i % 20}", (float?)i))], 100);
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var broken = (byte[])whole.Clone();
            broken[random.Next(broken.Length)] = (byte)random.Next(256);
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Read(broken);
            }
            catch (InvalidDataException)
            {
                // said, as it should be
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static List<ExplorerRow> ReadCsv(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static List<ExplorerRow> Read(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return [.. LaionFile.Read(file)];
    }

    private static byte[] WriteParquet(List<(string? Text, float? Score)> rows, int rowsPerGroup)
    {
        using var file = new MemoryStream();
        var writer = new ParquetWriter<(string? Text, float? Score)>(file, new ParquetColumns<(string? Text, float? Score)>().TextOrNull("TEXT", row => row.Text).FloatOrNull("AESTHETIC_SCORE", row => row.Score), rowsPerGroup);
        rows.ForEach(writer.Write);
        writer.Finish();
        return file.ToArray();
    }
}
