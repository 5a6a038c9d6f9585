using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Bookkeeping;

namespace LaionGrid.Diffusion.Tests.Bookkeeping;

public sealed class LedgerEntryTests
{
    private static readonly LedgerAccountName Network = new(new("00000000-0000-7000-8000-000000000001"), "Network", Guid.Empty);
    private static readonly LedgerAccountName Pending = new(new("11111111-1111-7111-8111-111111111111"), "Pending", new("22222222-2222-7222-8222-222222222222"));
    private static readonly LedgerEntry Entry = new(new("33333333-3333-7333-8333-333333333333"), 1_780_000_000_000_000, "attempt:7", [new(Pending, 51, 1), new(Network, -51, -1)]);

    private const string Spelling = """
        laiongrid-ledger/1
        id 33333333333373338333333333333333
        at 1780000000000000
        cause attempt:7
        00000000000070008000000000000001 Network 00000000000000000000000000000000 -51 -1
        11111111111171118111111111111111 Pending 22222222222272228222222222222222 51 1

        """;

    [Fact]
    public void Entry_WhateverTheOrderOfItsLines_HasOneSpelling()
    {
        Assert.Equal(Spelling.ReplaceLineEndings("\n"), Encoding.ASCII.GetString(Entry.Write()));
        Assert.Equal(Entry.Write(), (Entry with { Lines = [.. Entry.Lines.Reverse()] }).Write());
        Assert.Equal(Entry.Write(), LedgerEntry.Parse(Entry.Write())!.Write());
    }

    /// <summary>Cut anywhere, or with any byte another: it is no entry, or it is another one; never is it taken for this one.</summary>
    [Fact]
    public void Entry_ThatIsSpoilt_IsNeverTakenForWhatItWas()
    {
        var bytes = Entry.Write();
        for (var at = 0; at < bytes.Length; at++)
        {
            Assert.Null(LedgerEntry.Parse(bytes.AsSpan(..at)) is { Lines.Count: > 1 } cut ? cut : null);
            foreach (var other in "\n 0-zA\u00ff".Select(letter => (byte)letter).Where(other => other != bytes[at]))
            {
                var spoilt = bytes.ToArray();
                spoilt[at] = other;
                Assert.True(LedgerEntry.Parse(spoilt) is not { } read || read.Write().SequenceEqual(spoilt));
            }
        }
    }

    [Fact]
    public void Entry_OfAnyBytes_IsNone() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Assert.Null(LedgerEntry.Parse(bytes))).QuickCheckThrowOnFailure();

    [Fact]
    public void Replay_OfRightEntries_SumsThemUp()
    {
        var replay = new LedgerReplay();

        Assert.Null(replay.Add(Entry));
        Assert.Null(replay.Add(Of("audit:7", new(Pending, -51, 0), new(Pending with { Book = "Escrow" }, 51, 0))));

        Assert.Equal((0, 51, -51), (replay.Balances[Pending], replay.Balances[Pending with { Book = "Escrow" }], replay.Balances[Network]));
        Assert.Equal(4, replay.Postings);
    }

    [Theory]
    [InlineData(51, -50, "does not sum to zero")]
    [InlineData(-1, 1, "takes more from 11111111111171118111111111111111 Pending 22222222222272228222222222222222 than it has")]
    public void Replay_OfAWrongEntry_SaysWhatIsWrong(long pending, long network, string problem) =>
        Assert.StartsWith(problem, new LedgerReplay().Add(Of("attempt:7", new(Pending, pending, 0), new(Network, network, 0))), StringComparison.Ordinal);

    [Fact]
    public void Replay_OfRepeatedCausesOddBooksAndHugeSums_SaysWhatIsWrong()
    {
        var replay = new LedgerReplay();
        Assert.Null(replay.Add(Entry));

        Assert.Equal("has the cause attempt:7, which was posted before", replay.Add(Entry));
        Assert.Equal("names a book that is not one, Purse", replay.Add(Of("a", new(Pending with { Book = "Purse" }, 1, 0), new(Network, -1, 0))));
        Assert.StartsWith("makes a balance of", replay.Add(Of("b", new(Pending, long.MaxValue, 0), new(Network, -long.MaxValue, 0))), StringComparison.Ordinal);
        Assert.StartsWith("does not sum to zero", replay.Add(Of("c", new(Pending, long.MaxValue, 0), new(Pending, long.MaxValue, 0), new(Network, 2, 0))), StringComparison.Ordinal);
        Assert.StartsWith("does not sum to zero", replay.Add(Of("d")), StringComparison.Ordinal);
    }

    private static LedgerEntry Of(string cause, params LedgerEntryLine[] lines) => Entry with { Cause = cause, Lines = lines };
}
