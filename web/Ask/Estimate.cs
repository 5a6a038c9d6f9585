using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Ask;

/// <summary>How long a picture may take, said as honestly as a few recent pictures allow.</summary>
internal static class Estimate
{
    /// <param name="recent">The latest pictures.</param>
    /// <param name="network">How the grid is now.</param>
    public static string Of(IReadOnlyList<PictureView> recent, NetworkView network)
    {
        if (network.WorkersOnline == 0)
            return "No volunteer is online right now. Your request waits in line until one comes.";
        var times = recent.Select(picture => picture.RenderTime).Order().ToList();
        if (times.Count == 0)
            return $"{Units.Counted(network.WorkersOnline, "volunteer is", "volunteers are")} online.";
        // In line behind what waits now, then rendered: once if all goes well, twice as long if not.
        var least = times[times.Count / 2] * (1 + (network.JobsQueued / network.WorkersOnline));
        return $"A picture takes about {Range(least, least * 2)} at the moment.";
    }

    private static string Range(TimeSpan least, TimeSpan most) => most.TotalSeconds switch
    {
        <= 2 => "a second or two",
        < 90 => $"{Units.WholeSeconds(least)} to {Units.WholeSeconds(most)} seconds",
        _ => $"{Math.Ceiling(least.TotalMinutes):0} to {Math.Ceiling(most.TotalMinutes):0} minutes",
    };
}
