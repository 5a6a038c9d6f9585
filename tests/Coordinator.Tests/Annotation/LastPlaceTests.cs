using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Tests.Annotation;

/// <summary>Many people ask at once, at two coordinators that share a database and no memory.</summary>
public sealed class LastPlaceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Item_AskedForAtOnceAtTwoCoordinators_IsGivenToAsManyAsAreWanted(DatabaseKind kind)
    {
        await using var stage = await JudgingStage.StartAsync(kind);
        var (_, jobs) = await stage.PictureAsync(count: 3);
        using var pool = new TaskPool(stage.Grid.Get<IDbContextFactory<GridDb>>(), stage.Grid.Get<IOptions<AnnotationOptions>>(), stage.Grid.Time);
        AssignTask[] coordinators =
        [
            stage.Grid.Get<AssignTask>(),
            new(stage.Grid.Get<IDbContextFactory<GridDb>>(), stage.Grid.Get<GridWriter>(), pool, stage.Grid.Get<NetworkCaps>(), stage.Grid.Get<IOptions<AnnotationOptions>>(), stage.Grid.Time),
        ];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(person => Task.Run(() =>
            coordinators[person % 2].RunAsync(new([TaskKind.Caption], IsAdult: false), JudgingStage.Visitor($"person {person}"), default))));

        // One caption of each picture is wanted.
        Assert.Equal(jobs.Order(Comparer<JobId>.Create((one, other) => one.Value.CompareTo(other.Value))), outcomes.OfType<AssignOutcome.Assigned>().Select(outcome => outcome.Assignment.JobId).OrderBy(job => job.Value));
        Assert.Equal(13, outcomes.OfType<AssignOutcome.Nothing>().Count());
    }
}
