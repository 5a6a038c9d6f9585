using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Results;

/// <summary>
/// A picture's fingerprint, gathered while its rows pass: the means of 32 x 32 cells are kept of it and no pixel. The hash is the DCT form of pHash (C. Zauner,
/// "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2) without its smoothing, for cells are means already: luminance by ITU-R BT.601, the two-dimensional
/// DCT-II, of it the 64 coefficients of frequencies 1 to 8 both ways, row by row from the lowest bit, and a bit is set where the coefficient is above their median.
/// </summary>
internal sealed class PictureSketch(int width, int height)
{
    private const int Side = 32;
    private const int Colours = 3;
    private const int ThumbnailSide = 8;
    private const int Block = Side / ThumbnailSide;
    private const int Frequencies = 8;

    private static readonly double[][] Cosines = [.. Enumerable.Range(1, Frequencies).Select(
        frequency => Enumerable.Range(0, Side).Select(at => Math.Cos(Math.PI / Side * (at + 0.5) * frequency)).ToArray())];

    private readonly Range[] _columns = Cells(width);
    private readonly Range[] _rows = Cells(height);
    private readonly long[] _sums = new long[Side * Side * Colours];

    /// <param name="y">From the top.</param>
    /// <param name="row">RGB, 8 bits each.</param>
    public void Add(int y, ReadOnlySpan<byte> row)
    {
        for (var cellY = 0; cellY < Side; cellY++)
        {
            if (y < _rows[cellY].Start.Value || y >= _rows[cellY].End.Value)
                continue;
            for (var cellX = 0; cellX < Side; cellX++)
                Add(row[(_columns[cellX].Start.Value * Colours)..(_columns[cellX].End.Value * Colours)], _sums.AsSpan(((cellY * Side) + cellX) * Colours, Colours));
        }
    }

    /// <summary>Of the whole picture: every row was added once.</summary>
    public Fingerprint ToFingerprint()
    {
        var means = new double[_sums.Length];
        for (var at = 0; at < means.Length; at++)
            means[at] = (double)_sums[at] / (Length(_columns[at / Colours % Side]) * Length(_rows[at / Colours / Side]));
        return new(Hash(means), Thumbnail(means));
    }

    private static void Add(ReadOnlySpan<byte> pixels, Span<long> sums)
    {
        var (red, green, blue) = (0, 0, 0);
        for (var at = 0; at + 2 < pixels.Length; at += Colours)
        {
            red += pixels[at];
            green += pixels[at + 1];
            blue += pixels[at + 2];
        }
        sums[0] += red;
        sums[1] += green;
        sums[2] += blue;
    }

    private static long Hash(double[] means)
    {
        var (luminances, across) = (new double[Side * Side], new double[Side * Frequencies]);
        for (var cell = 0; cell < luminances.Length; cell++)
            luminances[cell] = Luminance(means.AsSpan(cell * Colours));
        for (var y = 0; y < Side; y++)
        {
            for (var frequency = 0; frequency < Frequencies; frequency++)
            {
                for (var x = 0; x < Side; x++)
                    across[(y * Frequencies) + frequency] += Cosines[frequency][x] * luminances[(y * Side) + x];
            }
        }
        var coefficients = new double[Frequencies * Frequencies];
        for (var at = 0; at < coefficients.Length; at++)
        {
            for (var y = 0; y < Side; y++)
                coefficients[at] += Cosines[at / Frequencies][y] * across[(y * Frequencies) + (at % Frequencies)];
        }
        var sorted = coefficients.Order().ToList();
        var median = (sorted[(coefficients.Length / 2) - 1] + sorted[coefficients.Length / 2]) / 2;
        var hash = 0UL;
        for (var at = 0; at < coefficients.Length; at++)
            hash |= coefficients[at] > median ? 1UL << at : 0;
        return (long)hash;
    }

    private static double Luminance(ReadOnlySpan<double> colour) => (0.299 * colour[0]) + (0.587 * colour[1]) + (0.114 * colour[2]);

    private static byte[] Thumbnail(double[] means)
    {
        var thumbnail = new double[ThumbnailSide * ThumbnailSide * Colours];
        for (var at = 0; at < means.Length; at++)
        {
            var (x, y) = (at / Colours % Side / Block, at / Colours / Side / Block);
            thumbnail[(((y * ThumbnailSide) + x) * Colours) + (at % Colours)] += means[at] / (Block * Block);
        }
        return Array.ConvertAll(thumbnail, mean => (byte)Math.Round(mean));
    }

    private static int Length(Range cell) => cell.End.Value - cell.Start.Value;

    /// <summary>Which pixels of a side are in each cell: all of them in just one, but for a side shorter than the cells, whose pixels are in several.</summary>
    private static Range[] Cells(int side) => [.. Enumerable.Range(0, Side).Select(cell => cell * side / Side).Select((start, cell) => start..Math.Max(start + 1, (cell + 1) * side / Side))];
}
