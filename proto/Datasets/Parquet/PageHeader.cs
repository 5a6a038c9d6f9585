namespace LaionGrid.Datasets.Parquet;

/// <summary>What stands before a page. The numbers are those of parquet.thrift.</summary>
internal static class PageHeader
{
    public const int DataPage = 0, Plain = 0, Rle = 3;

    public static byte[] OfData(int values, int rawBytes, int packedBytes)
    {
        var thrift = new ThriftWriter();
        thrift.Int32(1, DataPage);
        thrift.Int32(2, rawBytes);
        thrift.Int32(3, packedBytes);
        thrift.Object(5, () =>
        {
            thrift.Int32(1, values);
            thrift.Int32(2, Plain);
            thrift.Int32(3, Rle);
            thrift.Int32(4, Rle);
        });
        return thrift.End();
    }
}
