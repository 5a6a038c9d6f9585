using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Tests.Schedules;

/// <summary>A job as it should stand.</summary>
internal sealed class ModelJob(JobId id, RequestId request, string name)
{
    public JobId Id => id;

    public RequestId Request => request;

    /// <summary>Its name in a schedule's story.</summary>
    public string Name => name;

    public JobState State { get; set; } = JobState.Queued;

    /// <summary>Attempts that ended badly.</summary>
    public int Failures { get; set; }

    /// <summary>Every lease of it, oldest first; the fence counts them.</summary>
    public List<ModelAttempt> Attempts { get; } = [];

    /// <summary>The attempt that renders or rendered it; null before the first.</summary>
    public ModelAttempt? Current { get; set; }

    public override string ToString() => Describe(name, State, Attempts.Count, Failures, Current?.Fence);

    /// <summary>How a job stands, as the model and as its row have it.</summary>
    public static string Describe(string name, JobState state, long fence, int failures, long? current) =>
        $"{name} is {state}, fence {fence}, {failures} failures, attempt {current}";
}
