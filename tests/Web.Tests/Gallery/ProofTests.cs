using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Gallery;

/// <summary>The site checks the log's proofs itself, and believes none that does not hold.</summary>
public sealed class ProofTests
{
    [Fact]
    public async Task Proof_ThatHolds_IsShownWithEveryHash()
    {
        await using var site = await StartAsync(Proof());

        var page = await site.PageAsync("/pictures/job-0/proof");
        var record = await site.Http.GetFromJsonAsync<JsonElement>("/pictures/job-0/proof.json");

        Assert.Equal("Entry 1 of the ledger’s log", page.Text("h1"));
        Assert.Equal(3, page.QuerySelectorAll(".checks > .good").Length);
        Assert.True(record.GetProperty("holds").GetBoolean());
        Assert.Contains(record.GetProperty("path")[0].GetString()!, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await site.PageAsync("/pictures/job-0")).QuerySelector("a[href='/pictures/job-0/proof']"));
    }

    /// <summary>What nobody else may see can be proved to who asked for it.</summary>
    [Fact]
    public async Task Proof_OfOnesPrivatePicture_IsShownToItsPersonAlone()
    {
        await using var site = await StartAsync(Proof());
        site.Script.Pictures[0].Job.Visibility = Visibility.Private;
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Http.GetAsync("/me/pictures/job-0/proof.json")).StatusCode);
        site.Visitor = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

        var page = await site.PageAsync("/me/pictures/job-0/proof");
        var record = await site.Http.GetAsync("/me/pictures/job-0/proof.json");

        Assert.Equal("Entry 1 of the ledger’s log", page.Text("h1"));
        Assert.NotNull(page.QuerySelector("a[href='/me/pictures/job-0/proof.json']"));
        Assert.NotNull((await site.PageAsync("/me/pictures/job-0")).QuerySelector("a[href='/me/pictures/job-0/proof']"));
        Assert.True((await record.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("holds").GetBoolean());
        Assert.True(record.Headers.CacheControl?.NoStore);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/pictures/job-0/proof.json")).StatusCode);
    }

    public static TheoryData<string, int> Lies => new() { { "entry", 2 }, { "amount", 1 }, { "path", 1 }, { "index", 1 }, { "head", 2 }, { "key", 2 } };

    [Theory, MemberData(nameof(Lies))]
    public async Task Proof_WithOneThingWrong_IsToldNotToHold(string lie, int bad)
    {
        var proof = Proof();
        switch (lie)
        {
            case "entry": proof.Entry = ByteString.CopyFromUtf8(proof.Entry.ToStringUtf8().Replace("51300", "51301", StringComparison.Ordinal)); break;
            case "amount": break;
            case "path": proof.Path[0] = ByteString.CopyFrom(new byte[32]); break;
            case "index": proof.Index = 0; break;
            case "head": proof.Checkpoint = proof.Checkpoint.Replace("\n2\n", "\n3\n", StringComparison.Ordinal); break;
            case "key": proof.Key = Proof().Key; break;
        }
        await using var site = await StartAsync(proof);
        if (lie == "amount")
            (site.Script.Pictures[0].Postings[0].AmountMflop, site.Script.Pictures[0].Postings[1].AmountMflop) = (-99, 99);

        var page = await site.PageAsync("/pictures/job-0/proof");

        Assert.Equal(("This proof does not hold", bad), (page.Text("h1"), page.QuerySelectorAll(".checks > .bad").Length));
    }

    [Fact]
    public async Task Proof_BeforeThereIsOne_SaysSo()
    {
        await using var site = await StartAsync(null);

        Assert.Equal("Not in the log yet", (await site.PageAsync("/pictures/job-0/proof")).Text("h1"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/pictures/job-0/proof.json")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/pictures/nothing/proof")).StatusCode);
    }

    [Theory, InlineData(AuditReason.Lottery, "with a chance of 10 in 100"), InlineData(AuditReason.Asked, "because its request asked for that"), InlineData(AuditReason.Unspecified, "")]
    public async Task Page_SaysWhyItWasAudited(AuditReason reason, string said)
    {
        await using var site = await StartAsync(null);
        site.Script.Provenance = new() { Reason = reason, Rate = 0.1 };

        Assert.Contains(said, (await site.PageAsync("/pictures/job-0")).Text(".provenance"), StringComparison.Ordinal);
    }

    /// <summary>Whose word a score is stands beside it.</summary>
    [Theory]
    [InlineData(null, "Measured by the worker, not checked", "Fits its prompt 0.91 · aesthetic 7.0")]
    [InlineData(0.91, "Measured by a referee", "Fits its prompt 0.91 · aesthetic 7.0")]
    [InlineData(0.2, "Measured by a referee", "Fits its prompt 0.20 · aesthetic 7.0 (its worker said: Fits its prompt 0.91 · aesthetic 7.0)")]
    public async Task Page_SaysWhoMeasuredThePicture(double? referees, string who, string said)
    {
        await using var site = await StartAsync(null);
        site.Script.Pictures[0].Scores = new() { TextFit = 0.91, Aesthetic = 7 };
        site.Script.Provenance = new() { RefereeScores = referees is { } fit ? new() { TextFit = fit, Aesthetic = 7 } : null };

        var page = await site.PageAsync("/pictures/job-0");

        Assert.Equal(said, page.QuerySelectorAll(".settings .long").Single(line => line.QuerySelector("dt")?.TextContent == who).QuerySelector("dd")?.TextContent);
    }

    private static async Task<SiteUnderTest> StartAsync(LogProof? proof)
    {
        var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        site.Script.Provenance = new() { Proof = proof };
        return site;
    }

    /// <summary>The second of two entries, which says what the scripted picture's postings say.</summary>
    private static LogProof Proof()
    {
        using var secret = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = LogKey.Of("test.example/log", secret);
        LedgerEntryLine Line(long mflop) => new(new(Guid.Empty, "Pending", Guid.Empty), mflop, 0);
        var entry = new LedgerEntry(Guid.Empty, 1_780_000_000_000_000, "attempt:7", [Line(-51_300), Line(51_300)]).Write();
        var first = MerkleHash.OfLeaf("something else"u8);
        var other = new byte[MerkleHash.Bytes];
        first.CopyTo(other);
        return new()
        {
            Index = 1,
            Entry = ByteString.CopyFrom(entry),
            Path = { ByteString.CopyFrom(other) },
            Checkpoint = SignedNote.Sign(new Checkpoint(key.Name, 2, MerkleHash.OfNode(first, MerkleHash.OfLeaf(entry))).Text, key, secret),
            Key = key.Text,
        };
    }
}
