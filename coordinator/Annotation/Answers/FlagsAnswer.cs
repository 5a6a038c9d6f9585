namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary>What a picture should be hidden or withheld for.</summary>
internal enum PictureFlag
{
    Suggestive,
    Nudity,
    Explicit,
    Gore,
    Hate,
    RealPerson,

    /// <summary>Withheld at once, by one voice.</summary>
    MinorLooking,
    Watermark,

    /// <summary>Withheld at once, by one voice.</summary>
    PersonalData,
}

/// <summary><c>{"flags":["gore","real_person"]}</c>; none for a picture that nothing is wrong with.</summary>
internal sealed record FlagsAnswer(IReadOnlyList<PictureFlag> Flags) : TaskAnswer
{
    public override TaskKind Kind => TaskKind.Flags;

    public override string? Fault() => Flags.Count <= Enum.GetValues<PictureFlag>().Length && Flags.All(Enum.IsDefined) ? null : "A flag is not known here.";

    public override TaskAnswer Canonical() => new FlagsAnswer([.. Flags.Distinct().Order()]);
}
