using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LaionGrid.Coordinator.Imaging;

namespace LaionGrid.Grid.Tests;

/// <summary>The one loop: a person's prompt, a volunteer's render, a referee's check, credit, and the board.</summary>
public sealed class FirstPictureTests
{
    [Fact]
    public async Task Prompt_OnceAsked_BecomesAVerifiedPictureAndCredit()
    {
        await using var grid = await GridUnderTest.StartAsync();

        var page = await grid.Site.AskAsync(("prompt", "a red circle on a blue background"), ("seed", "7"), ("count", "1"));
        var seen = await grid.Site.WatchAsync(page);

        var job = Assert.Single(seen[^1]["jobs"]!.AsArray())!;
        Assert.Equal(("done", "accepted", "lark"), ((string?)job["state"], (string?)job["verdict"], (string?)job["worker"]));
        var id = (string?)job["jobId"];
        var picture = await grid.Site.JsonAsync($"/pictures/{id}.json");
        var png = await grid.Site.BytesAsync($"/pictures/{id}.png");
        Assert.Equal((string?)picture["sha256"], Convert.ToHexStringLower(SHA256.HashData(png)));
        AssertRedOnBlue(PngDecoder.Decode(png, 128, 128));
        AssertScored(picture);
        await AssertPaidAsync(grid, picture);
        await AssertPreviewedAsync(grid, seen);
    }

    [Fact]
    public async Task Batch_OfSeveralPictures_HasASeedEachAndOnePostingEach()
    {
        await using var grid = await GridUnderTest.StartAsync();

        var page = await grid.Site.AskAsync(("prompt", "a yellow star on a black background"), ("seed", "4294967295"), ("count", "3"), ("steps", "4"));
        var jobs = (await grid.Site.WatchAsync(page))[^1]["jobs"]!.AsArray();

        Assert.Equal([4294967295, 0, 1], jobs.Select(job => (long)job!["seed"]!));
        Assert.Equal(3, jobs.Select(job => (string?)job!["sha256"]).Distinct().Count());
        var board = await grid.Site.JsonAsync("/leaderboard.json?period=all");
        Assert.Equal(3, (int)board["rows"]![0]!["pictures"]!);
    }

    /// <summary>On a fast machine a picture may be there before anybody has looked: then others are asked for, that take longer.</summary>
    private static async Task AssertPreviewedAsync(GridUnderTest grid, IReadOnlyList<JsonNode> seen)
    {
        const int most = 10;
        for (var more = 0; more < most && !seen.Any(HasPreview); more++)
            seen = await grid.Site.WatchAsync(await grid.Site.AskAsync(("prompt", "a boat"), ("steps", "100"), ("count", "1")));
        Assert.Contains(seen, HasPreview);

        static bool HasPreview(JsonNode view) => (string?)view["jobs"]![0]!["preview"] is { Length: > 0 };
    }

    private static void AssertRedOnBlue(PngPicture picture)
    {
        (int X, int Y)[] corners = [(6, 6), (121, 6), (6, 121), (121, 121)];
        var (red, green, blue) = At(picture, 64, 64);
        Assert.True(red > 150 && red > green + 60 && red > blue + 60, string.Create(CultureInfo.InvariantCulture, $"The middle is {red}, {green}, {blue}."));
        Assert.All(corners, corner => Assert.True(At(picture, corner.X, corner.Y) is var (r, g, b) && b > r + 60 && b > g + 30));
    }

    /// <summary>The bundled model's own judges, which reach 1 and 10 at best, find it a good picture of its prompt.</summary>
    private static void AssertScored(JsonNode picture)
    {
        Assert.InRange((double)picture["scores"]!["textFit"]!, 0.5, 1);
        Assert.InRange((double)picture["scores"]!["aesthetic"]!, 5, 11);
        Assert.Null(picture["scores"]!["nsfw"]);
    }

    private static (int Red, int Green, int Blue) At(PngPicture picture, int x, int y)
    {
        var at = ((y * picture.Width) + x) * 3;
        return (picture.Pixels[at], picture.Pixels[at + 1], picture.Pixels[at + 2]);
    }

    private static async Task AssertPaidAsync(GridUnderTest grid, JsonNode picture)
    {
        var credit = (long)picture["creditMflop"]!;
        var postings = picture["postings"]!.AsArray().ToDictionary(posting => (string)posting!["account"]!, posting => (long)posting!["amountMflop"]!);
        Assert.True(credit > 0);
        Assert.Equal(new Dictionary<string, long> { ["Ada"] = credit, ["network"] = -credit }, postings);
        var row = Assert.Single((await grid.Site.JsonAsync("/leaderboard.json?period=day"))["rows"]!.AsArray())!;
        Assert.Equal((1, "Ada", credit, 1), ((int)row["rank"]!, (string?)row["name"], (long)row["creditMflop"]!, (int)row["pictures"]!));
    }
}
