namespace LaionGrid.Web.Coordinator.Network;

/// <summary>The grid in the few numbers that a form and the front page go by.</summary>
public sealed record NetworkView(int PicturesToday, int WorkersOnline, long VerifiedMflop, int JobsQueued)
{
    public static NetworkView Of(GridNow grid) => new((int)grid.PicturesToday, grid.WorkersOnline, grid.VerifiedMflop, (int)grid.Queued);
}
