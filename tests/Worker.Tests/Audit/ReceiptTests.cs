using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Worker.Audit;

namespace LaionGrid.Worker.Tests.Audit;

public sealed class ReceiptTests
{
    private static readonly ECDsa Secret = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly LogKey Key = LogKey.Of("laiongrid/test", Secret);

    [Fact]
    public void Receipt_ReadsBackAsWritten()
    {
        var receipt = Make(5);

        var (read, problem) = Receipt.Parse(receipt.Write());

        Assert.Equal("", problem);
        Assert.Equal(receipt.Write(), read!.Write());
        Assert.True(read.Proves);
    }

    /// <summary>Whatever letter is another: it proves nothing, or says the same as before.</summary>
    [Fact]
    public void Receipt_WhenAnyLetterIsAnother_ProvesNothingElse()
    {
        var receipt = Make(5);
        var bytes = receipt.Write();
        for (var at = 0; at < bytes.Length; at++)
        {
            var spoilt = bytes.ToArray();
            spoilt[at] = spoilt[at] == (byte)'7' ? (byte)'8' : (byte)'7';
            if (Receipt.Parse(spoilt).Receipt is { } read)
                Assert.Equal((receipt.Index, receipt.Head, true), (read.Index, read.Head, read.Entry.Write().SequenceEqual(receipt.Entry.Write())));
        }
    }

    [Fact]
    public void Receipt_OfAnyBytes_IsNone() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Assert.Null(Receipt.Parse(bytes).Receipt)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("null"), InlineData("[]"), InlineData("{}"), InlineData("{\"key\":null,\"checkpoint\":null,\"index\":0,\"proof\":[null],\"entry\":null}"), InlineData("{\"index\":1e99}")]
    public void Receipt_OfOtherJson_IsNone(string json) => Assert.Equal("It is not a receipt.", Receipt.Parse(Encoding.UTF8.GetBytes(json)).Problem);

    [Fact]
    public void Box_KeepsTheNewest_AndReadsThemBack()
    {
        using var folder = new TemporaryFolder();
        var box = new ReceiptBox(folder["data"], most: 3);
        foreach (var index in new[] { 9, 2, 14, 11 })
            box.Keep(Make(index));
        box.Trim();

        Assert.Equal([9, 11, 14], box.Indexes);
        Assert.Equal(11, ReceiptBox.Read(box.PathOf(11)).Index);
        File.WriteAllText(box.PathOf(11), "{}");
        Assert.Contains("proves nothing", Assert.Throws<LogFaultException>(() => ReceiptBox.Read(box.PathOf(11))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""), InlineData("size 3\n"), InlineData("size 3\nend"), InlineData("size -3\nend\n"), InlineData("size x\nend\n"), InlineData("size 3\nnext 12\n"), InlineData("size 3\nwhat\nend\n")]
    [InlineData("size 3\n11111111111171118111111111111111 Pending 22222222222272228222222222222222 5 6\nend\n")]
    [InlineData("size 3\n11111111111171118111111111111111 Pending 22222222222272228222222222222222 99999999999999999999\nend\n")]
    public void Balances_OfAnotherSpelling_AreNone(string text) => Assert.Null(BalancePage.Parse(text, ""));

    [Fact]
    public void Balances_OfAPage_AreComparedForItsOwnersAlone()
    {
        var (anna, bert) = (new LedgerAccountName(new("11111111-1111-7111-8111-111111111111"), "Pending", Guid.Empty), new LedgerAccountName(new("22222222-2222-7222-8222-222222222222"), "Pending", Guid.Empty));
        var page = BalancePage.Parse($"size 3\n{anna} 5\nnext 11111111111171118111111111111111\n", "")!;

        Assert.Null(page.Compare(new Dictionary<LedgerAccountName, long> { [anna] = 5, [bert] = 7 }));
        Assert.Contains("goes by 5 MFLOP", page.Compare(new Dictionary<LedgerAccountName, long> { [anna] = 6 }), StringComparison.Ordinal);
        Assert.Contains("goes by 0 MFLOP", (page with { Last = null }).Compare(new Dictionary<LedgerAccountName, long> { [anna] = 5, [bert] = 7 }), StringComparison.Ordinal);
        Assert.Null((page with { Last = null }).Compare(new Dictionary<LedgerAccountName, long> { [anna] = 5, [bert] = 0 }));
    }

    private static Receipt Make(int index)
    {
        var entries = Enumerable.Range(0, 20).Select(number => new LedgerEntry(new("33333333-3333-7333-8333-333333333333"), number, $"attempt:{number}",
        [
            new(new(new("11111111-1111-7111-8111-111111111111"), "Pending", Guid.Empty), 5, 1), new(new(new("00000000-0000-7000-8000-000000000001"), "Network", Guid.Empty), -5, -1),
        ])).ToList();
        var (edge, leaves) = (new TreeEdge(), entries.ConvertAll(entry => MerkleHash.OfLeaf(entry.Write())));
        var tiles = edge.Add(leaves).ToDictionary(tile => tile.Name, tile => tile.Hashes);
        var proof = new TiledTree(20, name => Task.FromResult(tiles.GetValueOrDefault(name))).ProveInclusionAsync(index).GetAwaiter().GetResult();
        var head = new Checkpoint(Key.Name, 20, edge.Root);
        return new(Key, SignedNote.Sign(head.Text, Key, Secret), head, index, proof!, entries[index]);
    }
}
