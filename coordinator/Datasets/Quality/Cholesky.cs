namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>A symmetric positive definite matrix taken apart into L L' (A.-L. Cholesky, 1910).</summary>
internal sealed class Cholesky
{
    private readonly double[] _lower;
    private readonly int _size;

    /// <param name="matrix">size x size, row by row; overwritten.</param>
    /// <exception cref="ArgumentException">It is not positive definite.</exception>
    public Cholesky(double[] matrix, int size)
    {
        (_lower, _size) = (matrix, size);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var rest = matrix[(row * size) + column] - Dot(row, column, column);
                if (column < row)
                    matrix[(row * size) + column] = rest / matrix[(column * size) + column];
                else
                    matrix[(row * size) + row] = rest > 0 ? Math.Sqrt(rest) : throw new ArgumentException("The matrix is not positive definite.", nameof(matrix));
            }
        }
    }

    /// <summary>Of the inverse, each place of which is the length of L's own inverse's column, squared.</summary>
    public double[] InverseDiagonal()
    {
        var diagonal = new double[_size];
        for (var unit = 0; unit < _size; unit++)
        {
            var column = new double[_size];
            column[unit] = 1;
            Forward(column, unit);
            diagonal[unit] = column.Sum(one => one * one);
        }
        return diagonal;
    }

    /// <summary>The inverse's rows, each summed.</summary>
    public double[] InverseRowSums()
    {
        var sums = Enumerable.Repeat(1.0, _size).ToArray();
        Forward(sums, 0);
        for (var row = _size - 1; row >= 0; row--)
        {
            for (var below = row + 1; below < _size; below++)
                sums[row] -= _lower[(below * _size) + row] * sums[below];
            sums[row] /= _lower[(row * _size) + row];
        }
        return sums;
    }

    private void Forward(double[] column, int from)
    {
        for (var row = from; row < _size; row++)
        {
            for (var at = from; at < row; at++)
                column[row] -= _lower[(row * _size) + at] * column[at];
            column[row] /= _lower[(row * _size) + row];
        }
    }

    private double Dot(int one, int other, int length)
    {
        var sum = 0.0;
        ReadOnlySpan<double> left = _lower.AsSpan(one * _size, length), right = _lower.AsSpan(other * _size, length);
        for (var at = 0; at < length; at++)
            sum += left[at] * right[at];
        return sum;
    }
}
