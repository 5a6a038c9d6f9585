namespace LaionGrid.Web.Coordinator;

/// <summary>How the grid is right now.</summary>
public sealed record NetworkView(int PicturesToday, int WorkersOnline, long VerifiedMflop, int JobsQueued);
