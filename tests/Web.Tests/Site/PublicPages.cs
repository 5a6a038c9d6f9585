namespace LaionGrid.Web.Tests.Site;

/// <summary>Every address whose answer is the same for everybody. A new public page gets a line here.</summary>
internal static class PublicPages
{
    public static TheoryData<string> All => [.. Paths];

    public static IReadOnlyList<string> Paths { get; } =
    [
        "/", "/pictures", "/pictures/job-0", "/pictures/job-0.json", "/leaderboard", "/leaderboard?of=teams&period=day", "/leaderboard.json",
        "/network", "/network?over=month", "/network.json", "/status", "/status.json",
        "/annotate", "/annotate/board", "/annotate/board?period=week",
        "/help", "/privacy", "/credit", "/about", "/api", "/keys", "/data", "/data.json", "/data/consent", "/data/releases", "/data/releases.json", "/datasets/2026-11",
    ];

    /// <summary>What these pages show.</summary>
    public static void Stage(Script script)
    {
        script.Pictures.Add(Wire.Picture());
        script.Board.Add(new() { Rank = 1, Name = "Ada", ContributorName = "Ada", CreditMflop = 51_300, Pictures = 1 });
        script.Samples.AddRange(Enumerable.Range(0, 60).Select(minute => new Contracts.V1.GridSample
        {
            StartUs = (script.Now.AddMinutes(minute - 60) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            Workers = 3, Pictures = minute, VerifiedMflop = minute * 1000L, WaitHalfMs = 4000, WaitNineTenthsMs = 9000, EtaKept = 0.8,
        }));
    }
}
