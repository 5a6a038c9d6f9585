namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>One answer that compares two items.</summary>
/// <param name="Left">From 0.</param>
/// <param name="Right">From 0, another.</param>
/// <param name="Rater">From 0.</param>
internal readonly record struct Comparison(int Left, int Right, int Rater, Preference Preference) : IComparable<Comparison>
{
    /// <summary>The same answer with the lesser item on the left.</summary>
    public Comparison Canonical => Left <= Right ? this : new(Right, Left, Rater, Preference switch { Preference.Left => Preference.Right, Preference.Right => Preference.Left, _ => Preference.Tie });

    public int CompareTo(Comparison other)
    {
        var (own, others) = (((long)Left << 32) | (uint)Right, ((long)other.Left << 32) | (uint)other.Right);
        return own != others ? own.CompareTo(others) : (((long)Rater << 2) | (byte)Preference).CompareTo(((long)other.Rater << 2) | (byte)other.Preference);
    }
}
