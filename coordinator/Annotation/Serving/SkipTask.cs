using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>Gives a task back unanswered: its place is free at once, and the person is not asked the same again that day.</summary>
internal sealed class SkipTask(GridWriter writer)
{
    /// <returns>False when there is no such task of this rater. One that was skipped or answered before stays so.</returns>
    public Task<bool> RunAsync(AssignmentId id, Rater rater, CancellationToken cancellationToken) => writer.RunAsync(async db =>
    {
        var own = db.Assignments.Where(one => one.Id == id && one.RaterMark == rater.Mark); // primary key
        await own.Where(one => one.State == AssignmentState.Open).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, AssignmentState.Skipped), cancellationToken);
        return await own.AnyAsync(cancellationToken);
    }, cancellationToken);
}
