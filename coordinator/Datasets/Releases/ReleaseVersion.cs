using System.Globalization;
using System.Text.RegularExpressions;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>The name of a release, and what it is of: "2026-11-30" an increment of a day, "2026-11" a month, "2026-11-r2" its second revision.</summary>
/// <param name="Day">The day of an increment, or the first of a month.</param>
/// <param name="Revision">From 1.</param>
internal readonly partial record struct ReleaseVersion(ReleaseKind Kind, DateOnly Day, int Revision)
{
    public static ReleaseVersion OfDay(DateTimeOffset now) => new(ReleaseKind.Daily, DateOnly.FromDateTime(now.UtcDateTime), 1);

    public static ReleaseVersion OfMonth(DateOnly day, int revision = 1) => new(ReleaseKind.Monthly, new(day.Year, day.Month, 1), revision);

    /// <summary>Null for what names no release.</summary>
    public static ReleaseVersion? Read(string text)
    {
        if (Names().Match(text) is not { Success: true } name)
            return null;
        var revision = name.Groups["revision"] is { Success: true } again ? int.Parse(again.Value, CultureInfo.InvariantCulture) : 1;
        var (kind, day) = name.Groups["day"].Success ? (ReleaseKind.Daily, text) : (ReleaseKind.Monthly, $"{name.Groups["month"].Value}-01");
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new(kind, date, revision) : null;
    }

    /// <summary>Pictures that were asked for from here on.</summary>
    public DateTimeOffset From => Kind == ReleaseKind.Daily ? DateTimeOffset.UnixEpoch : Start(Day);

    /// <summary>Pictures that were asked for before this: an increment's are past their embargo when its day begins.</summary>
    public DateTimeOffset Before => Kind == ReleaseKind.Daily ? Start(Day) - EligibilityPolicy.Embargo : Start(Day.AddMonths(1));

    /// <summary>When it can be built at the earliest: all that it is of is past its embargo.</summary>
    public DateTimeOffset Bound => Before + EligibilityPolicy.Embargo;

    public ReleaseVersion Next => this with { Revision = Revision + 1 };

    public override string ToString() => Kind == ReleaseKind.Daily
        ? Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : $"{Day.ToString("yyyy-MM", CultureInfo.InvariantCulture)}{(Revision == 1 ? "" : $"-r{Revision.ToString(CultureInfo.InvariantCulture)}")}";

    private static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    [GeneratedRegex(@"^(?:(?<day>\d{4}-\d\d-\d\d)|(?<month>\d{4}-\d\d)(?:-r(?<revision>[2-9]|[1-9]\d{1,3}))?)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
