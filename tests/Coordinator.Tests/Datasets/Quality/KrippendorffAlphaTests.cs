using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Tests.Datasets.Quality;

/// <summary>Examples with their published values.</summary>
public sealed class KrippendorffAlphaTests
{
    /// <summary>K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, examples C and D: four observers, twelve units, gaps.</summary>
    private static readonly string[] FourObservers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];

    /// <summary>The same, example A: two observers, ten units, two values.</summary>
    private static readonly string[] TwoObservers = ["0100000010", "1110010000"];

    /// <summary>Three observers, fifteen units; a worked example that several implementations compare with.</summary>
    private static readonly string[] ThreeObservers = [".....34121133.3", "1.21334 3.......".Replace(" ", "", StringComparison.Ordinal), "..21344.21133.4"];

    [Theory]
    [InlineData("Nominal", 0.743)]
    [InlineData("Ordinal", 0.815)]
    [InlineData("Interval", 0.849)]
    public void Alpha_OfTheFourObservers_IsAsPublished(string metric, double published) => Assert.Equal(published, Alpha(FourObservers, metric), 0.0006);

    [Fact]
    public void Alpha_OfTwoObserversOfTwoValues_IsAsPublished() => Assert.Equal(0.095, Alpha(TwoObservers, "Nominal"), 0.0006);

    [Theory]
    [InlineData("Nominal", 0.691)]
    [InlineData("Interval", 0.811)]
    public void Alpha_OfThreeObserversWithGaps_IsAsPublished(string metric, double published) => Assert.Equal(published, Alpha(ThreeObservers, metric), 0.0006);

    [Theory]
    [InlineData("Nominal"), InlineData("Ordinal"), InlineData("Interval")]
    public void Alpha_OfFullAgreement_IsOne(string metric) => Assert.Equal(1, Alpha(["1234", "1234"], metric), 12);

    [Fact]
    public void Alpha_WhereNothingIsToBeCompared_IsUnknown()
    {
        Assert.Null(KrippendorffAlpha.Of([], AlphaMetric.Nominal));
        Assert.Null(KrippendorffAlpha.Of([new(0, 0, 1), new(1, 1, 2)], AlphaMetric.Nominal)); // no item has two
        Assert.Null(KrippendorffAlpha.Of([new(0, 0, 1), new(0, 1, 1)], AlphaMetric.Nominal)); // no value but one
    }

    private static double Alpha(string[] observers, string metric) => KrippendorffAlpha.Of(
        from observer in Enumerable.Range(0, observers.Length)
        from unit in Enumerable.Range(0, observers[observer].Length)
        where observers[observer][unit] != '.'
        select new Rating(unit, observer, observers[observer][unit] - '0'), Enum.Parse<AlphaMetric>(metric)) ?? double.NaN;
}
