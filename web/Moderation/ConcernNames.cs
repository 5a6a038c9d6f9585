using LaionGrid.Web.Coordinator.Desk;

namespace LaionGrid.Web.Moderation;

/// <summary>Concerns in words, and the order in which a reporter is offered them.</summary>
internal static class ConcernNames
{
    public static IReadOnlyList<(Concern Concern, string Words)> OfPictures { get; } =
    [
        (Concern.Minors, "Somebody under age in a sexual context"),
        (Concern.RealPerson, "A real person, naked, degraded or deceptively shown"),
        (Concern.PersonalData, "An address, a number or a name that leads to a person"),
        (Concern.Explicit, "Sexual where it was not expected"),
        (Concern.Violence, "Violence"),
        (Concern.Hate, "Hate, or praise of extremists"),
        (Concern.Copyright, "A work or a mark of mine is copied"),
        (Concern.Illegal, "Against the law in another way"),
        (Concern.Other, "Something else"),
    ];

    public static string Of(Concern concern) => concern == Concern.RefusedPrompt ? "A prompt that was refused" : OfPictures.First(one => one.Concern == concern).Words;

    public static string Of(ReportState state) => state switch
    {
        ReportState.Open => "Waits for a moderator",
        ReportState.Dismissed => "Nothing is wrong with it",
        ReportState.Withheld => "The picture is withheld",
        ReportState.TakenDown => "The picture was taken down",
        ReportState.Appealed => "The decision is looked at again",
        ReportState.Upheld => "The decision stays",
        _ => "The decision was wrong, and the picture is back",
    };
}
