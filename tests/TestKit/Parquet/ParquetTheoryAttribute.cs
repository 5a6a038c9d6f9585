using Xunit;

namespace LaionGrid.TestKit.Parquet;

/// <summary>Like <see cref="ParquetFactAttribute"/>, with data.</summary>
public sealed class ParquetTheoryAttribute : TheoryAttribute
{
    public ParquetTheoryAttribute()
    {
        if (!ParquetFactAttribute.IsInstalled)
            Skip = new ParquetFactAttribute().Skip;
    }
}
