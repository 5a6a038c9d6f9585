using System.Numerics;

namespace LaionGrid.Coordinator.Datasets.Releases.Eligibility;

/// <summary>
/// The pictures of a release by their perceptual hashes. Hashes that differ in at most <see cref="MaxBits"/> of 64 bits are equal in at least one of four quarters, so each is compared only with
/// those that share one. About 60 bytes a picture.
/// </summary>
internal sealed class NearDuplicates
{
    /// <summary>Two pictures whose hashes differ in no more bits are taken for the same.</summary>
    public const int MaxBits = 3;

    private const int Quarters = MaxBits + 1;
    private const int QuarterBits = 64 / Quarters;

    private readonly Dictionary<(int Quarter, ushort Bits), List<ulong>> _hashes = [];

    /// <summary>Takes the hash in, unless there is one like it.</summary>
    /// <returns>Whether it is like none before.</returns>
    public bool Add(ulong hash)
    {
        var keys = Enumerable.Range(0, Quarters).Select(quarter => (quarter, (ushort)(hash >> (quarter * QuarterBits)))).ToArray();
        if (keys.Any(key => _hashes.TryGetValue(key, out var near) && near.Exists(other => BitOperations.PopCount(hash ^ other) <= MaxBits)))
            return false;
        foreach (var key in keys)
        {
            if (!_hashes.TryGetValue(key, out var near))
                _hashes.Add(key, near = []);
            near.Add(hash);
        }
        return true;
    }
}
