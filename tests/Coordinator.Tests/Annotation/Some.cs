using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Annotation.Answers;

namespace LaionGrid.Coordinator.Tests.Annotation;

/// <summary>Answers at random, all of them such that can be given.</summary>
internal static class Some
{
    public static Gen<TaskAnswer> Answers => Gen.OneOf(
        Gen.Choose(0, 10).Select(TaskAnswer (rating) => new AestheticAnswer(rating == 0 ? null : rating)),
        Gen.Choose(1, 10).Select(TaskAnswer (rating) => new CalibrationAnswer(rating)),
        Gen.Elements(Enum.GetValues<Preference>()).Select(TaskAnswer (choice) => new CompareAnswer(choice)),
        BestOf, Artifacts, Match, Caption,
        from isOk in Gen.Elements(true, false) from id in Gen.Choose(0, int.MaxValue) select (TaskAnswer)new CaptionVoteAnswer($"{id:x32}", isOk),
        Gen.SubListOf(Enum.GetValues<PictureFlag>()).Select(TaskAnswer (flags) => new FlagsAnswer([.. Enumerable.Reverse(flags)])),
        from medium in Gen.Elements(Enum.GetValues<Medium>()) from subject in Gen.Elements(Enum.GetValues<Subject>()) select (TaskAnswer)new TagsAnswer(medium, subject));

    private static Gen<TaskAnswer> BestOf =>
        from size in Gen.Choose(2, 8)
        let set = Enumerable.Range(0, size).Select(index => $"{index:x32}").ToList()
        from best in Gen.Elements<string>(set)
        from bad in Gen.SubListOf(set.Where(one => one != best))
        select (TaskAnswer)new BestOfAnswer(set, best, [.. Enumerable.Reverse(bad)]);

    private static Gen<TaskAnswer> Artifacts =>
        from severity in Gen.Choose(0, 5)
        from count in Gen.Choose(0, severity == 0 ? 0 : 10)
        from points in (from x in Gen.Choose(0, 1000) from y in Gen.Choose(0, 1000) from type in Gen.Elements(Enum.GetValues<ArtifactType>()) select new ArtifactPoint(x, y, type)).ListOf(count)
        select (TaskAnswer)new ArtifactsAnswer(severity, [.. points]);

    private static Gen<TaskAnswer> Match =>
        from overall in Gen.Choose(1, 5)
        from marks in Gen.Choose(0, 2).NonEmptyListOf()
        let labels = marks.Take(MatchAnswer.MaxWords).ToList()
        select (TaskAnswer)new MatchAnswer(overall, [.. labels.Select((_, place) => $"wörd{place}")], Places(labels, 1), Places(labels, 2));

    private static Gen<TaskAnswer> Caption =>
        from draft in Gen.Elements("", "a boat", "<b>bold</b>")
        from words in Gen.Elements("A", "red", "boat", "été", "🚤", "\"quoted\"", "<i>", "\\", "北京").NonEmptyListOf()
        let caption = string.Join("  ", words.Take(60)) // two blanks are one, canonically
        where new CaptionAnswer(draft, caption).Fault() is null
        select (TaskAnswer)new CaptionAnswer(draft, caption);

    private static int[] Places(IEnumerable<int> labels, int wanted) => [.. labels.Select((label, place) => (label, place)).Where(one => one.label == wanted).Select(one => one.place).Reverse()];
}
