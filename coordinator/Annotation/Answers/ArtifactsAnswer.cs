namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary>What is broken at a point.</summary>
internal enum ArtifactType
{
    Hand,
    Face,
    Body,
    Text,
    Object,
    Seam,
    Blur,
    Other,
}

/// <summary>A point of the picture.</summary>
/// <param name="X">Thousandths of the width from the left, 0 to 1,000.</param>
/// <param name="Y">Thousandths of the height from the top, 0 to 1,000.</param>
internal sealed record ArtifactPoint(int X, int Y, ArtifactType Type)
{
    public const int Scale = 1000;

    public bool IsInside => X is >= 0 and <= Scale && Y is >= 0 and <= Scale && Enum.IsDefined(Type);
}

/// <summary><c>{"severity":3,"points":[{"x":510,"y":204,"type":"hand"}]}</c>.</summary>
/// <param name="Severity">0 (flawless) to 5 (ruined).</param>
/// <param name="Points">At most 10, none when it is flawless.</param>
internal sealed record ArtifactsAnswer(int Severity, IReadOnlyList<ArtifactPoint> Points) : TaskAnswer
{
    public const int MaxPoints = 10;

    public override TaskKind Kind => TaskKind.Artifacts;

    public override string? Fault()
    {
        if (Within(Severity, 0, 5, "A severity") is { } fault)
            return fault;
        if (Points.Count > MaxPoints)
            return $"At most {MaxPoints} points are taken; this marks {Points.Count}.";
        if (!Points.All(point => point.IsInside))
            return "A point lies outside of the picture, or is of no kind that is known here.";
        return Severity == 0 && Points.Count > 0 ? "A flawless picture has no broken points. Say how bad it is, or take the points away." : null;
    }

    public override TaskAnswer Canonical() => this with { Points = [.. Points.Distinct().OrderBy(point => point.Y).ThenBy(point => point.X).ThenBy(point => point.Type)] };
}
