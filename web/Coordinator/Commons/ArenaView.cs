namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>Models by blind comparisons, the best lower bound first.</summary>
/// <param name="LeastComparisons">That each has.</param>
/// <param name="Agreements">How far people agree about each kind of task.</param>
public sealed record ArenaView(IReadOnlyList<ArenaRowView> Rows, int LeastComparisons, IReadOnlyList<AgreementView> Agreements);

/// <summary>How far people agree about one kind of task.</summary>
/// <param name="Task">As releases name it.</param>
/// <param name="Alpha">Krippendorff's: 1 for full agreement, 0 for what chance would give.</param>
/// <param name="Items">With at least two answers, on which it stands.</param>
/// <param name="Raters">Whose answers those are.</param>
public sealed record AgreementView(string Task, double Alpha, int Items, int Raters);

/// <summary>One model.</summary>
/// <param name="Rating">1,000 is the middle; 400 more is preferred ten times as often.</param>
/// <param name="Low">Where it lies with 95 %: from here.</param>
/// <param name="High">To here.</param>
public sealed record ArenaRowView(string BundleId, int Comparisons, double Rating, double Low, double High);
