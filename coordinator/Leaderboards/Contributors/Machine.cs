using LaionGrid.Coordinator.Fleet;

namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>A worker as its contributor's page shows it.</summary>
/// <param name="Standing">All-time row on the board of devices; null while nothing of it was accepted.</param>
/// <param name="Record">What it has rendered; null for nothing.</param>
/// <param name="Pace">How fast it is; null while too little is known.</param>
/// <param name="IsHere">Whether it attends this coordinator or holds a lease now.</param>
internal sealed record Machine(Worker Worker, BoardStanding? Standing, RenderRecord? Record, Pace? Pace, bool IsHere);

/// <summary>How fast a machine was lately.</summary>
/// <param name="MedianStep">Half of its latest pictures took less than this for a step.</param>
/// <param name="SpeedPercent">Against the median of its family; null while that is not known.</param>
internal sealed record Pace(TimeSpan MedianStep, int? SpeedPercent);

/// <summary>A worker as its owner sees it.</summary>
/// <param name="PicturesToday">Accepted since midnight UTC.</param>
/// <param name="AcceptedLately">Verdicts of the last seven days that accepted a picture.</param>
/// <param name="LostLately">Those that rejected one or took one back.</param>
internal sealed record OwnMachine(Machine Machine, int PicturesToday, int AcceptedLately, int LostLately);
