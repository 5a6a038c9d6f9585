namespace LaionGrid.Web.People;

/// <summary>When a person stops being new: after some days, if the site has a reason to think that they are somebody.</summary>
internal static class RankPolicy
{
    public static PersonRank Of(DateTimeOffset createdAt, bool isEmailConfirmed, bool hasContributed, TimeSpan after, DateTimeOffset now) =>
        now - createdAt >= after && (isEmailConfirmed || hasContributed) ? PersonRank.Trusted : PersonRank.New;
}
