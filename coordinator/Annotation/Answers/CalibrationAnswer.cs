namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary><c>{"rating":7}</c>, of one of the pictures that everybody rates.</summary>
/// <param name="Rating">1 (awful) to 10 (wonderful).</param>
internal sealed record CalibrationAnswer(int Rating) : TaskAnswer
{
    public override TaskKind Kind => TaskKind.Calibration;

    public override string? Fault() => Within(Rating, 1, 10, "A rating");
}
