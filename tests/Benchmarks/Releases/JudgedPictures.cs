using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Releases;

/// <summary>Answers about pictures, written straight to the database.</summary>
internal static class JudgedPictures
{
    private const int Raters = 500;
    private const int Each = 3;
    private const int Batch = 1_000;

    private static readonly string[] Words = ["a", "red", "boat", "on", "a", "quiet", "sea"];

    /// <summary>Of each picture three people say six things; comparisons are with the next one.</summary>
    public static async Task AddAsync(CoordinatorUnderTest grid, IReadOnlyList<Guid> pictures, DateTimeOffset at)
    {
        var (chance, made) = (new Random(1), 0);
        foreach (var some in Enumerable.Range(0, pictures.Count).Chunk(Batch))
        {
            var answers = some.SelectMany(index => Enumerable.Range(0, Each).SelectMany(_ => Of(pictures, index, $"rater-{chance.Next(Raters)}", chance, at))).Select(answer => answer(new Guid(++made, 0, 0, new byte[8]))).ToList();
            await grid.Get<GridWriter>().RunAsync(async db =>
            {
                await db.InsertAsync(answers, default);
                return answers.Count;
            }, default);
        }
    }

    private static IEnumerable<Func<Guid, Answer>> Of(IReadOnlyList<Guid> pictures, int index, string rater, Random chance, DateTimeOffset at)
    {
        TaskAnswer[] said =
        [
            new AestheticAnswer(chance.Next(1, 11)), new ArtifactsAnswer(2, [new(chance.Next(1000), chance.Next(1000), ArtifactType.Hand), new(chance.Next(1000), chance.Next(1000), ArtifactType.Face)]),
            new MatchAnswer(chance.Next(1, 6), Words, [chance.Next(0, 3)], [chance.Next(3, 7)]), new FlagsAnswer(chance.Next(5) == 0 ? [PictureFlag.Watermark] : []),
            new TagsAnswer((Medium)chance.Next(8), (Subject)chance.Next(12)), new CompareAnswer((Preference)chance.Next(4)),
        ];
        return said.Select(answer => (Func<Guid, Answer>)(id => new()
        {
            Id = new(id), AssignmentId = new(id), TaskKind = answer.Kind, TaskVersion = 1, JobId = JobId.From(pictures[index]), OtherJobId = answer is CompareAnswer ? JobId.From(pictures[(index + 1) % pictures.Count]) : null,
            RaterMark = rater, Value = AnswerJson.Write(answer), IsAuthor = false, IsGold = false, MsSpent = 4000, Position = 0, Client = "program", AnsweredAt = at, RewardMflop = 0,
        }));
    }
}
