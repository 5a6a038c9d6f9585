using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Progress;

/// <summary>The always-true sentence of a job and of a request. Pure; the page and its live events say the same words.</summary>
internal static class Sentences
{
    public const string TakenDown = "picture.taken_down";

    private static readonly string[] Places = ["Next in line.", "Second in line.", "Third in line.", "Fourth in line.", "Fifth in line."];

    public static string Of(JobView job, int steps) => job.State switch
    {
        JobState.Held => "Waits for a check before it may queue.",
        JobState.Queued when job.Arrival is { } arrival => $"{Place(job.QueuePosition)} Expected {Units.Range(arrival.Earliest, arrival.Latest)}.",
        JobState.Queued => Place(job.QueuePosition),
        JobState.Leased when job.Step == 0 => $"{job.Worker} has taken it{GpuFamily.OnIt(job.Device)} and is getting ready.",
        JobState.Leased => $"{job.Worker} is rendering{GpuFamily.OnIt(job.Device)}, step {job.Step} of {steps}.",
        JobState.Rendered or JobState.Done when job.IsWithheld => $"Rendered by {On(job)}, and withheld until a moderator has looked at it.",
        JobState.Rendered when job.IsVerified => $"Rendered by {On(job)}, being verified.",
        JobState.Rendered => $"Rendered by {On(job)}. The verdict is on its way.",
        JobState.Done => $"Rendered by {On(job)}. {Verdict(job.Verdict)}.",
        JobState.Failed when job.FailureCode == TakenDown => job.Failure,
        JobState.Failed => $"Not rendered. {job.Failure}",
        _ => "Cancelled before it was rendered.",
    };

    public static string Verdict(Verdict verdict) => verdict switch
    {
        Coordinator.Jobs.Verdict.Accepted => "Verified step by step",
        Coordinator.Jobs.Verdict.AcceptedUnaudited => "Accepted on its worker’s standing",
        Coordinator.Jobs.Verdict.Rejected => "Rejected",
        Coordinator.Jobs.Verdict.Recalled => "Recalled",
        _ => "Still open",
    };

    /// <summary>Changes a few times in a request's life at most, so that it may be read aloud at each change.</summary>
    public static string Of(RequestView request)
    {
        var (all, here) = (request.Jobs.Count, request.Jobs.Count(job => job.HasPicture));
        if (here == all)
            return all == 1 ? "Your picture is here." : $"All {all} pictures are here.";
        if (here > 0)
            return request.IsFinal ? $"{here} of {all} pictures came." : $"{here} of {all} pictures {(here == 1 ? "is" : "are")} here.";
        if (request.IsFinal)
            return request.Jobs.Any(job => job.State == JobState.Failed) ? "This could not be rendered." : "This request was cancelled.";
        var what = all == 1 ? "Your picture" : "Your pictures";
        var (verb, wait) = all == 1 ? ("is", "waits") : ("are", "wait");
        return request.Jobs.Any(job => job.State == JobState.Leased) ? $"{what} {verb} being rendered." : $"{what} {wait} in line.";
    }

    private static string On(JobView job) => job.Worker + GpuFamily.OnIt(job.Device);

    private static string Place(int ahead) => ahead < Places.Length ? Places[ahead] : $"In line, with {Units.Count(ahead)} ahead of it.";
}
