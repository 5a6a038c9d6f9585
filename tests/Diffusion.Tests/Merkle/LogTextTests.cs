using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Merkle;

namespace LaionGrid.Diffusion.Tests.Merkle;

public sealed class LogTextTests
{
    private static readonly ECDsa Secret = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly LogKey Key = LogKey.Of("laiongrid/test", Secret);
    private static readonly Checkpoint Head = new("laiongrid/test", 1234, MerkleHash.OfLeaf([1]));

    [Fact]
    public void Note_OfACheckpoint_OpensWithItsKeyAlone()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var note = SignedNote.Sign(Head.Text, Key, Secret);

        Assert.Equal(Head, Checkpoint.Parse(SignedNote.Open(note, LogKey.Parse(Key.Text)!)!));
        Assert.Null(SignedNote.Open(note, LogKey.Of("laiongrid/test", other)));
        Assert.Null(SignedNote.Open(note, LogKey.Of("laiongrid/other", Secret)));
        var witnessed = note + SignedNote.Sign(Head.Text, LogKey.Of("witness", other), other).Split("\n\n")[1];
        Assert.Equal(Head.Text, SignedNote.Open(witnessed, Key));
    }

    /// <summary>A byte anywhere that is another makes it no note of this key, and no text makes a reader throw.</summary>
    [Fact]
    public void Note_WhenAnyLetterIsAnother_DoesNotOpen()
    {
        var note = SignedNote.Sign(Head.Text, Key, Secret);
        for (var at = 0; at < note.Length; at++)
        {
            var letters = note.ToCharArray();
            letters[at] = letters[at] == 'A' ? 'B' : 'A';
            Assert.Null(SignedNote.Open(new(letters), Key));
            Assert.Null(SignedNote.Open(note[..at], Key));
        }
    }

    [Fact]
    public void Readers_OfAnyText_AnswerWithNothing() => Prop.ForAll(
        Gen.Elements("", "\n", "\u2014 ", "laiongrid/test", " ", "+", "12", "AAAA", "=", "x001", "tile", "/", ".p", "0", "-1", "99999999999999999999", Key.Text, Head.Text).ArrayOf().Select(string.Concat).ToArbitrary(), text =>
    {
        Assert.True(SignedNote.Open(text, Key) is null);
        Assert.True(Checkpoint.Parse(text) is not { } read || read.Text == text);
        Assert.True(LogKey.Parse(text) is not { } key || key.Text == text);
        Assert.True(TileName.Parse(text) is not { } name || name.Path == text);
        Assert.True(MerkleHash.Parse(text) is not { } hash || hash.ToBase64() == text);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("laiongrid/test\n1234\n")]
    [InlineData("laiongrid/test\n01234\nlqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=\n")]
    [InlineData("laiongrid/test\n-1\nlqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=\n")]
    [InlineData("laiongrid/test\n99999999999999999999\nlqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=\n")]
    [InlineData("laiongrid/test\n1\nlqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=\nmore\n")]
    [InlineData("\n1\nlqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=\n")]
    [InlineData("laiongrid/test\n1\nlqKW\n")]
    public void Checkpoint_OfAnotherSpelling_IsNone(string text) => Assert.Null(Checkpoint.Parse(text));

    [Fact]
    public void Key_OfAnotherCurve_IsNone()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Null(LogKey.Parse(LogKey.Of("laiongrid/test", larger).Text));
    }

    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 67, 3, "tile/1/067.p/3")]
    [InlineData(TileName.Entries, 1000, 255, "tile/entries/x001/000.p/255")]
    public void TileName_IsSpeltAsTheLayoutHasIt(int level, long index, int width, string path)
    {
        Assert.Equal(path, new TileName(level, index, width).Path);
        Assert.Equal(new TileName(level, index, width), TileName.Parse(path));
    }

    [Theory]
    [InlineData("tile/0/0"), InlineData("tile/0/001/234"), InlineData("tile/0/000.p/0"), InlineData("tile/0/000.p/256"), InlineData("tile/8/000"), InlineData("tile/-1/000")]
    [InlineData("tile/00/000"), InlineData("tile/0/x001"), InlineData("tile/0/000/"), InlineData("/tile/0/000"), InlineData("tile/0/x000/000"), InlineData("tile/0/../000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999"), InlineData("")]
    public void TileName_OfAnotherSpelling_IsNone(string path) => Assert.Null(TileName.Parse(path));

    [Fact]
    public void Tile_OfATreeOfSomeSize_IsAsWideAsTheTreeHasIt()
    {
        Assert.Equal(256, TileName.Of(0, 2, 700 + 256)?.Width);
        Assert.Equal(188, TileName.Of(0, 2, 700)?.Width);
        Assert.Equal(2, TileName.Of(1, 0, 700)?.Width);
        Assert.Null(TileName.Of(0, 3, 700));
        Assert.Null(TileName.Of(2, 0, 700));
        Assert.Null(TileName.Of(0, long.MaxValue / 2, 700));
    }

    [Fact]
    public void Bundle_ReadsBackAsWritten_AndNothingElseDoes() => Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), contents =>
    {
        var bytes = EntryBundle.Write([.. contents.Select(content => (ReadOnlyMemory<byte>)content)]);
        Assert.Equal(contents, EntryBundle.Read(bytes, contents.Length)!.Select(entry => entry.ToArray()));
        Assert.Null(EntryBundle.Read(bytes, contents.Length + 1));
        Assert.Null(EntryBundle.Read(new byte[] { 1 }.Concat(bytes).ToArray(), 0));
        if (contents.Length > 0)
            Assert.Null(EntryBundle.Read(bytes.AsMemory(..^1), contents.Length));
    }).QuickCheckThrowOnFailure();
}
