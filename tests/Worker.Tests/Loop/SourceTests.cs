using LaionGrid.Contracts.V1;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>Pictures that begin from others: fetched by whoever renders or checks, and handed to the render process as files.</summary>
public sealed class SourceTests
{
    private static readonly byte[] Source = PaintedPng.Of(16, 16, 50);
    private static readonly byte[] Mask = PaintedPng.Of(16, 16, 200); // bright all over

    [Fact]
    public async Task Round_OfAPictureFromASource_BringsItToRendererAndReferee()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Sources:AreTaken", "true");
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid);
        await using var referee = await WorkerUnderTest.StartAsync(grid, isReferee: true, name: "owl");

        var done = await person.JudgedAsync(await person.AskFromAsync(Source, 0.5, Mask));

        Assert.Equal((JobState.Done, VerdictKind.Accepted), (done.State, done.Verdict));
        var (job, check) = (await worker.Renderer.BegunAsync(), await referee.Renderer.CheckedAsync());
        Assert.Null(job.Order.Source); // strangers' bytes are unpacked in the render process alone
        AssertHandedOver(job.Source);
        AssertHandedOver(check.Source);
        Assert.True(check.Encodes);
    }

    [Fact]
    public async Task Round_OfAPictureFromNoise_HasNoSource()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid);
        await using var referee = await WorkerUnderTest.StartAsync(grid, isReferee: true, name: "owl");

        await person.JudgedAsync(await person.AskAsync());

        Assert.Null((await worker.Renderer.BegunAsync()).Source);
        var check = await referee.Renderer.CheckedAsync();
        Assert.Equal((null, false), (check.Source, check.Encodes));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(3, 2)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Split_OfABodyThatIsTooShort_Throws(int picture, int mask) => Assert.Throws<InvalidDataException>(() => new SourceLengths(picture, mask, 1).Split(new byte[4]));

    [Fact]
    public void Split_OfWhatWasJoined_GivesItBack()
    {
        var (files, rest) = new SourceFiles(new byte[] { 1, 2 }, new byte[] { 3 }, 0.5).Lengths.Split(new byte[] { 1, 2, 3, 4, 5 });

        Assert.Equal(0.5, files.Strength);
        Assert.Equal([1, 2], files.Picture.ToArray());
        Assert.Equal([3], files.Mask.ToArray());
        Assert.Equal([4, 5], rest.ToArray());
    }

    private static void AssertHandedOver(SourceFiles? files)
    {
        Assert.NotNull(files);
        Assert.Equal(0.5, files.Strength);
        Assert.Equal(PngReader.Decode(Source).Pixels, PngReader.Decode(files.Picture).Pixels);
        Assert.Equal(PngReader.Decode(Mask).Pixels, PngReader.Decode(files.Mask).Pixels);
    }
}
