using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

public sealed class EligibilityTests
{
    private static readonly DateTimeOffset Before = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);
    private static readonly EligibilityBounds Bounds = new(Before, 0.5, new HashSet<string> { "pocket" });

    private static readonly Candidate Good = new()
    {
        JobId = JobId.From(Guid.CreateVersion7(Before)), Author = "a", AskedAt = Before.AddTicks(-1), Visibility = Visibility.Public, Check = PictureCheck.Safe, Verdict = Verdict.Accepted,
        Consent = 1, BundleId = "pocket", Nsfw = 0.49, Sha256 = "00",
    };

    public static TheoryData<string> Spoilt => [.. Cases.Keys];

    private static readonly Dictionary<string, (Candidate Picture, Ineligible Why)> Cases = new()
    {
        ["withdrawn"] = (Good with { IsGone = true }, Ineligible.Gone),
        ["taken down"] = (Good with { Check = PictureCheck.TakenDown }, Ineligible.Gone),
        ["unlisted"] = (Good with { Visibility = Visibility.Unlisted }, Ineligible.NotPublic),
        ["deleted"] = (Good with { Visibility = Visibility.Deleted }, Ineligible.NotPublic),
        ["nobody agreed"] = (Good with { Consent = 0 }, Ineligible.NoConsent),
        ["72 hours to the tick"] = (Good with { AskedAt = Before }, Ineligible.Embargoed),
        ["not judged"] = (Good with { Verdict = Verdict.Pending }, Ineligible.Unverified),
        ["recalled"] = (Good with { Verdict = Verdict.Recalled }, Ineligible.Unverified),
        ["unchecked"] = (Good with { Check = PictureCheck.Unchecked }, Ineligible.Unchecked),
        ["reported"] = (Good with { Check = PictureCheck.Withheld }, Ineligible.Unchecked),
        ["at the cut-off"] = (Good with { Nsfw = 0.5 }, Ineligible.Unsafe),
        ["another model"] = (Good with { BundleId = "other" }, Ineligible.Licence),
    };

    [Fact]
    public void Picture_ThatAllAgreeOn_IsEligible()
    {
        Assert.Null(EligibilityPolicy.Check(Good, Bounds));
        Assert.Null(EligibilityPolicy.Check(Good with { Verdict = Verdict.AcceptedUnaudited, Nsfw = null }, Bounds));
    }

    [Theory, MemberData(nameof(Spoilt))]
    public void Picture_WithOneThingWrong_IsLeftOutForIt(string name) => Assert.Equal(Cases[name].Why, EligibilityPolicy.Check(Cases[name].Picture, Bounds));

    [Theory]
    [InlineData(Visibility.Public, PictureCheck.TakenDown, Verdict.Accepted, false, RemovalReason.TakenDown)]
    [InlineData(Visibility.Deleted, PictureCheck.TakenDown, Verdict.Accepted, true, RemovalReason.TakenDown)]
    [InlineData(Visibility.Private, PictureCheck.Safe, Verdict.Accepted, false, RemovalReason.Withdrawn)]
    [InlineData(Visibility.Public, PictureCheck.Safe, Verdict.Accepted, true, RemovalReason.Withdrawn)]
    [InlineData(Visibility.Public, PictureCheck.Unsafe, Verdict.Accepted, false, RemovalReason.Unsafe)]
    [InlineData(Visibility.Public, PictureCheck.Safe, Verdict.Recalled, false, RemovalReason.Rejected)]
    internal void Released_ThatStandsNoLonger_HasAReason(Visibility visibility, PictureCheck check, Verdict verdict, bool isWithdrawn, RemovalReason reason) =>
        Assert.Equal(reason, EligibilityPolicy.Removal(visibility, check, verdict, isWithdrawn));

    [Fact]
    public void Released_ThatIsLookedAt_IsNotGone() => Assert.Null(EligibilityPolicy.Removal(Visibility.Public, PictureCheck.Withheld, Verdict.Accepted, false));

    [Fact]
    public void Share_OfAnyAuthors_IsTheMostThatKeepsAHundredth() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<ushort[]>(), authors =>
    {
        var counts = authors.SelectMany(author => Enumerable.Repeat(author % 300, 1 + (author % 40))).ToList();
        var most = AuthorSharePolicy.Most(counts, floor: 0);
        bool Keeps(int cap) => counts.Sum(count => (long)Math.Min(count, cap)) >= 100L * cap;
        return Keeps(most) && (most >= counts.DefaultIfEmpty().Max() || !Keeps(most + 1));
    }));

    [Fact]
    public void Share_OfAYoungGrid_IsTheFloor() => Assert.Equal(20, AuthorSharePolicy.Most([500, 3, 2], floor: 20));

    [Fact]
    public void Share_OfManyAuthors_IsAHundredthOfWhatIsThenReleased() => Assert.Equal(10, AuthorSharePolicy.Most([1_000_000, .. Enumerable.Repeat(10, 99)], floor: 0));

    [Fact]
    public void NearDuplicate_WhereverItsBitsDiffer_IsFound() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(ulong, byte[])>(), any =>
    {
        var (seen, hash) = (new NearDuplicates(), any.Item1);
        seen.Add(hash);
        return !seen.Add(any.Item2.Take(NearDuplicates.MaxBits).Aggregate(hash, (bits, flip) => bits ^ (1UL << (flip % 64))));
    }));

    [Fact]
    public void Picture_ThatDiffersMore_IsKept() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(ulong, byte)>(), any =>
    {
        var (seen, hash) = (new NearDuplicates(), any.Item1);
        seen.Add(hash);
        return seen.Add(Enumerable.Range(any.Item2, NearDuplicates.MaxBits + 1).Aggregate(hash, (bits, flip) => bits ^ (1UL << (flip % 64))));
    }));
}
