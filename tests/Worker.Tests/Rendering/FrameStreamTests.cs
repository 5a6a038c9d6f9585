using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Rendering;

public sealed class FrameStreamTests
{
    [Fact]
    public void Frames_WrittenInARow_AreReadAsTheyWere()
    {
        var sent = ArbMap.Default.ArbFor<(string Prompt, int Step, byte[] Body)[]>();
        Prop.ForAll(sent, frames => RoundTrips(frames.Select(one => FrameOf(one.Prompt ?? "", one.Step, one.Body ?? [])).ToList())).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_OfAnyTruncation_IsRefusedAndNeverAFrame()
    {
        var whole = Bytes(FrameOf("a boat", 3, [1, 2, 3]));
        Prop.ForAll(Gen.Choose(1, whole.Length - 1).ToArbitrary(), length => Throws(whole[..length])).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_OfAnyBytes_EitherGivesAFrameOrIsRefused()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            var read = Record.Exception(() => Read(bytes));
            return read is null or InvalidDataException;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 0), InlineData(-1, 0), InlineData(2, -1), InlineData(FrameStream.MaxHeaderBytes + 1, 0), InlineData(2, FrameStream.MaxBodyBytes + 1), InlineData(int.MaxValue, int.MaxValue)]
    public void Read_WhenALengthIsNotAllowed_RefusesBeforeReadingOn(int header, int body)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, header);
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(4), body);

        var error = Assert.Throws<InvalidDataException>(() => Read(prefix));

        Assert.Contains("not allowed", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("{}"), InlineData("""{"kind":"format-disk"}"""), InlineData("nonsense"), InlineData("null")]
    public void Read_WhenTheHeaderIsUnknown_IsRefused(string header)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);

        Assert.Throws<InvalidDataException>(() => Read(bytes));
    }

    [Fact]
    public void Read_AtTheEnd_IsNull() => Assert.Null(Read([]));

    [Fact]
    public async Task Write_OfALongestPrompt_Fits()
    {
        var worst = FrameOf(new string('\u0416', 1000), 1, []);
        using var frames = new FrameStream(Stream.Null, Stream.Null);

        await frames.WriteAsync(worst, default);
    }

    private static Frame FrameOf(string prompt, int step, byte[] body) => step % 2 == 0
        ? new(new FrameHeader.Step(step), body)
        : new(new FrameHeader.Render("0123456789abcdef0123456789abcdef", "paper", "/bundles/paper", new()
        {
            Prompt = new string(prompt.Where(letter => !char.IsSurrogate(letter)).ToArray()),
            NegativePrompt = "fog",
            Width = 16,
            Height = 24,
            Steps = 4,
            Guidance = 7.5f,
            Sampler = SamplerKind.Euler,
            Seed = 4_294_967_295,
        }), body);

    private static bool RoundTrips(List<Frame> sent)
    {
        using var input = new MemoryStream(sent.SelectMany(Bytes).ToArray());
        using var frames = new FrameStream(input, Stream.Null);
        return sent.All(frame => frames.ReadAsync(default).GetAwaiter().GetResult() is { } read
            && read.Header == frame.Header && read.Body.Span.SequenceEqual(frame.Body.Span)) && frames.ReadAsync(default).GetAwaiter().GetResult() is null;
    }

    private static byte[] Bytes(Frame frame)
    {
        using var output = new MemoryStream();
        using var frames = new FrameStream(Stream.Null, output);
        frames.WriteAsync(frame, default).GetAwaiter().GetResult();
        return output.ToArray();
    }

    private static Frame? Read(byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        using var frames = new FrameStream(input, Stream.Null);
        return frames.ReadAsync(default).GetAwaiter().GetResult();
    }

    private static bool Throws(byte[] bytes) => Record.Exception(() => Read(bytes)) is InvalidDataException;
}
