using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
namespace LaionGrid.Worker.Doctor;

/// <summary>The grid: reached, with which version, by which clock; and whether it knows this machine.</summary>
internal sealed class GridExam(WorkerSettings settings, GridVisitGrpc visit)
{
    private const string Clock = "clock";
    private const string Who = "identity";

    private static readonly TimeSpan Tolerable = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var (sight, problem) = await visit.LookAsync(cancellationToken);
        if (sight is null)
            return [Finding.Bad("grid", $"{settings.Coordinator} cannot be asked. {problem}", "A worker that runs tries until it answers."), await JudgeIdentityAsync(isReached: false, cancellationToken)];
        var says = $"{settings.Coordinator} answers{(sight.Version.Length > 0 ? $", version {sight.Version}" : "")}: {sight.Manifests.Count} {(sight.Manifests.Count == 1 ? "model" : "models")}.";
        return [Finding.Good("grid", says), JudgeClock(sight.ClockAhead), await JudgeIdentityAsync(isReached: true, cancellationToken)];
    }

    /// <summary>Nothing of the grid's goes by this clock; certificates do, and the hours of the owner's schedule.</summary>
    private static Finding JudgeClock(TimeSpan? ahead)
    {
        if (ahead is not { } offset)
            return Finding.Note(Clock, "The grid does not say what time it is.", "Nothing to do.");
        if (offset.Duration() < Tolerable)
            return Finding.Good(Clock, "This machine's clock agrees with the grid's.");
        return Finding.Note(
            Clock, $"This machine's clock is {offset.Duration():d\\.hh\\:mm\\:ss} {(offset > TimeSpan.Zero ? "ahead of" : "behind")} the grid's (days.hours:minutes:seconds).",
            "Set it, best by the network: your schedule goes by it, and so does whether certificates are valid. Work and credit do not.");
    }

    private async Task<Finding> JudgeIdentityAsync(bool isReached, CancellationToken cancellationToken)
    {
        try
        {
            if (IdentityFile.Peek(settings.DataFolder) is not { WorkerKey.Length: > 0 } identity)
                return await JudgeJoiningKeyAsync(isReached, cancellationToken);
            var (owner, refusal) = isReached ? await visit.WhoAsync(identity.WorkerKey, cancellationToken) : default;
            return refusal is { Code: Refusal.KeyUnknown }
                ? Finding.Note(Who, $"The grid does not know {identity.WorkerName} any more.", "Nothing to do: the worker joins again as the same machine when it starts.")
                : Finding.Good(Who, $"This machine is {identity.WorkerName}; credit goes to {identity.ContributorName}{(owner is null ? "" : ". The grid knows it")}.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(Who, error.Message, "");
        }
    }

    private async Task<Finding> JudgeJoiningKeyAsync(bool isReached, CancellationToken cancellationToken)
    {
        var (owner, refusal) = isReached && settings.JoiningKey.Length > 0 ? await visit.WhoAsync(settings.JoiningKey, cancellationToken) : default;
        return refusal is null
            ? Finding.Good(Who, $"This machine has not joined yet{(owner is null ? "" : $"; credit will go to {owner.Name}")}. It joins at its first start.")
            : Finding.Bad(Who, $"The grid does not take the key of {settings.JoiningKeyFrom}: {refusal.Message}", "Set another, or none to join with a new account.");
    }
}
