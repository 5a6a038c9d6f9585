namespace LaionGrid.Benchmarks.Adversaries.Economy;

/// <summary>All that an audit could find out about one picture that was handed in, as it was measured.</summary>
/// <param name="IsExact">Seed, noise, guidance and steps lead to the latent that was handed in.</param>
/// <param name="Times">Each step's difference from an honest answer, in tolerances.</param>
/// <param name="StandsOut">Whether the replay has the step asked about, whatever the lottery draws.</param>
/// <param name="IsPictureRight">The picture is what the latent decodes to.</param>
/// <param name="Saved">Share of an honest picture's compute that it did not take.</param>
internal sealed record SeenWork(bool IsExact, IReadOnlyList<double> Times, IReadOnlyList<bool> StandsOut, bool IsPictureRight, double Saved)
{
    public static SeenWork Honest(int steps) => new(true, new double[steps], new bool[steps], true, 0);
}
