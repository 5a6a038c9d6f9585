namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>What a table that was read must be beyond its form, to be worked with.</summary>
internal static class ToleranceRules
{
    private const int MostClasses = 16;
    private const int MostProviders = 32;
    private const int MostBounds = 256;
    private const int MostCharacters = 200;

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Check(ToleranceTable table)
    {
        if (table.Version < 1 || table.BundleVersion < 1)
            return "its versions are not numbers from 1";
        if (!IsName(table.BundleId) || !IsName(table.EngineVersion) || !IsName(table.Reference))
            return "bundle, engine or reference has no name, or one that is too long";
        if (table.Classes.Count is 0 or > MostClasses)
            return $"it has {table.Classes.Count} classes, where 1 to {MostClasses} are allowed";
        if (table.Plausibility.Count > MostBounds)
            return $"it has bounds for {table.Plausibility.Count} samplers and scales, where {MostBounds} are allowed";
        if (table.Signature is { } signature && (!IsName(signature.Key) || !IsName(signature.Value)))
            return "its signature is none";
        if (table.Classes.Any(one => one is null) || table.Plausibility.Any(one => one is null))
            return "one of its classes or bounds is null";
        var providers = table.Classes.SelectMany(one => one.Providers).ToArray();
        if (providers.Length > MostProviders || providers.Distinct(StringComparer.OrdinalIgnoreCase).Count() < providers.Length)
            return "it admits a provider into two classes, or too many of them";
        return table.Classes.Select(Check).Concat(table.Plausibility.Select(Check)).FirstOrDefault(problem => problem is not null);
    }

    private static string? Check(PrecisionClass one) =>
        !IsName(one.Name) || !one.Providers.All(IsName) ? "a class or one of its providers has no name, or one that is too long"
        : !IsScale(one.Guidance) || !IsPositive(one.Margin) ? $"class {one.Name} has a guidance or margin that cannot be"
        : !IsWhole(one.Bins, bin => bin?.Below) || !one.Bins.All(IsSound) ? $"class {one.Name} has not {TimestepBins.Count} rising bins of samples and positive numbers"
        : null;

    private static string? Check(PlausibilityBounds bounds) =>
        !Enum.IsDefined(bounds.Sampler) || !IsScale(bounds.Guidance) ? "bounds are of no sampler or guidance"
        : !IsWhole(bounds.Bins, bin => bin?.Below) || !bounds.Bins.All(IsSound) ? $"the bounds of {bounds.Sampler} have not {TimestepBins.Count} rising bins of positive numbers"
        : null;

    private static bool IsSound(ToleranceBin bin) => bin.Samples > 0 && IsSound(bin.Raw) && IsSound(bin.Guided);

    private static bool IsSound(LogSpread spread) => spread is not null && double.IsFinite(spread.Mu) && spread.Sigma >= 0 && double.IsFinite(spread.Sigma) && IsPositive(spread.Tau);

    private static bool IsSound(PlausibilityBin bin) => IsPositive(bin.Norm) && IsPositive(bin.Clean) && bin.Cosine is >= -1 and <= 1;

    private static bool IsWhole<T>(IReadOnlyList<T> bins, Func<T, double?> below)
    {
        var last = 0.0;
        return bins.Count == TimestepBins.Count && bins.All(bin =>
        {
            var isRising = below(bin) is { } bound && double.IsFinite(bound) && bound > last;
            last = below(bin) ?? last;
            return isRising;
        });
    }

    private static bool IsPositive(double number) => number > 0 && double.IsFinite(number);

    private static bool IsScale(double guidance) => guidance >= 0 && double.IsFinite(guidance);

    private static bool IsName(string? name) => name is { Length: > 0 and <= MostCharacters };
}
