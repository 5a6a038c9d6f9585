namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary><c>{"rating":7}</c>, or <c>{"rating":null}</c> for "cannot judge".</summary>
/// <param name="Rating">1 (awful) to 10 (wonderful).</param>
internal sealed record AestheticAnswer(int? Rating) : TaskAnswer
{
    public override TaskKind Kind => TaskKind.Aesthetic;

    public override string? Fault() => Rating is { } rating ? Within(rating, 1, 10, "A rating") : null;
}
