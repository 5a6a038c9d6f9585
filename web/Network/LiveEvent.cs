using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Gallery;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>What live pages are told: numbers in the words of the page, by their names, and the newest pictures.</summary>
internal sealed record LiveEvent(IReadOnlyDictionary<string, string> Numbers, IReadOnlyList<LivePicture> Pictures)
{
    public static LiveEvent Of(Snapshot snapshot) => new(LiveNumbers.Of(snapshot.Grid), [.. snapshot.Pictures.Select(LivePicture.Of)]);
}

/// <summary>One picture as a wall shows it.</summary>
internal sealed record LivePicture(string Page, string Image, int Width, int Height, string Shape, string Alt, string Prompt, string Worker)
{
    public static LivePicture Of(PictureView picture) => new(
        Frames.PageOf(picture.Job), Frames.PngOf(picture.Job), picture.Settings.Width, picture.Settings.Height,
        picture.Check == PictureCheck.Unchecked ? $"{Frames.ShapeOf(picture.Settings)} blurred" : Frames.ShapeOf(picture.Settings),
        Frames.AltOf(picture.Settings), picture.Settings.Prompt, picture.Job.Worker);
}

/// <summary>The live numbers, each under the name that pages mark its place with.</summary>
internal static class LiveNumbers
{
    public const string PicturesToday = "pictures-today";
    public const string PicturesLastHour = "pictures-last-hour";
    public const string Pictures = "pictures";
    public const string Workers = "workers";
    public const string Referees = "referees";
    public const string Queued = "queued";
    public const string Verified = "verified";
    public const string VerifiedRate = "verified-rate";

    public static IReadOnlyDictionary<string, string> Of(GridNow grid) => new Dictionary<string, string>
    {
        [PicturesToday] = Units.Count(grid.PicturesToday),
        [PicturesLastHour] = Units.Count(grid.PicturesLastHour),
        [Pictures] = Units.Count(grid.Pictures),
        [Workers] = Units.Count(grid.WorkersOnline),
        [Referees] = Units.Count(grid.RefereesOnline),
        [Queued] = Units.Count(grid.Queued),
        [Verified] = Units.Tflop(grid.VerifiedMflop),
        [VerifiedRate] = Units.Rate(grid.VerifiedTflopPerSecond),
    };
}
