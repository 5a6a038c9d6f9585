using System.Globalization;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Ask;

/// <summary>What the form says of an estimate: on its button in a few words, beneath it in a sentence. Pure; the page and its script say the same words.</summary>
internal static class AskWords
{
    public static string Button(string count, EstimateView? estimate)
    {
        var what = count == "1" ? "Make the picture" : $"Make {count} pictures";
        return estimate?.Arrival is { } arrival ? $"{what} - about {About(arrival)}" : what;
    }

    public static string Note(string count, EstimateView estimate) => $"{Expected(count, estimate)}{Priority(estimate)}";

    private static string Expected(string count, EstimateView estimate) => estimate switch
    {
        { WorkersOnline: 0 } => "No volunteer is online right now. Your request waits in line until one comes.",
        { WorkersAble: 0 } => $"{(estimate.WorkersOnline == 1 ? "The worker online cannot" : $"None of the {Units.Count(estimate.WorkersOnline)} workers online can")} make this. It would wait until one comes that can.",
        { Arrival: null } => $"{Able(estimate)} How long it takes is not known yet. {Work(count, estimate)}",
        { Arrival: var arrival } => $"Expected {Units.Range(arrival.Earliest, arrival.Latest)}. {Able(estimate)} {Work(count, estimate)}",
    };

    /// <summary>The middle of the range, as one says it.</summary>
    public static string About(Arrival arrival)
    {
        var seconds = (arrival.Earliest + arrival.Latest).TotalSeconds / 2;
        return seconds switch
        {
            < 1.5 => "a second",
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
            < 88 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds / 5) * 5:0} s"),
            < 5400 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(2, seconds / 60):0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0} h"),
        };
    }

    /// <summary>What is spent is said before it is; who has none hears nothing of it.</summary>
    private static string Priority(EstimateView estimate) => estimate switch
    {
        { PriorityTakenMflop: > 0 and var taken } => $" Takes {Units.Work(taken)} of your {Units.Work(estimate.PriorityMflop)} of priority, so that it does not wait behind your other pictures; what is cancelled before anybody begins it gives it back.",
        { PriorityMflop: > 0 and var has } => $" Your {Units.Work(has)} of priority stays: it would not be earlier by it.",
        _ => "",
    };

    private static string Able(EstimateView estimate) => estimate.WorkersAble < estimate.WorkersOnline
        ? $"{Units.Count(estimate.WorkersAble)} of {Units.Count(estimate.WorkersOnline)} workers online can make it."
        : $"{Units.Counted(estimate.WorkersAble, "worker", "workers")} online.";

    private static string Work(string count, EstimateView estimate) => $"{(count == "1" ? "It" : "Each")} takes {Units.Work(estimate.MflopPerPicture)} of a volunteer’s GPU.";
}
