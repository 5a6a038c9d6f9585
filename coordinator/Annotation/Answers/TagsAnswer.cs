namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary>What a picture looks made with.</summary>
internal enum Medium
{
    Photo,
    Painting,
    Drawing,
    Anime,
    Rendering,
    PixelArt,
    Graphic,
    Other,
}

/// <summary>What it is mainly of.</summary>
internal enum Subject
{
    Person,
    People,
    Animal,
    Plant,
    Landscape,
    Building,
    Vehicle,
    Food,
    Object,
    Pattern,
    Text,
    Other,
}

/// <summary><c>{"medium":"photo","subject":"animal"}</c>.</summary>
internal sealed record TagsAnswer(Medium Medium, Subject Subject) : TaskAnswer
{
    public override TaskKind Kind => TaskKind.Tags;

    public override string? Fault() => Enum.IsDefined(Medium) && Enum.IsDefined(Subject) ? null : "Choose a medium and a subject of the lists.";
}
