using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
namespace LaionGrid.Worker.Loop;

/// <summary>
/// Enrols a device: the machine's first as its owner says, further ones as workers of the same account, by the first one's key. Repeating it
/// makes no further worker.
/// </summary>
internal sealed class EnrollDevice(WorkerSettings settings, PlannedDevice device, MachineIdentity machine, IdentityFile file, FleetUplinkGrpc fleet)
{
    private const int MaxMadeUpNames = 5;
    private const int MaxName = 40;
    private const string PersonsKey = "A person's key begins with lg_ and was shown once, when the account was made; without one the credit goes to a new account.";
    private const string RefereesKey = "--operator-key-file has to name a copy of operator.key from the coordinator's data folder.";

    /// <summary>The device's identity, drawn if it has none. Another device may be writing it at the moment.</summary>
    public async Task<WorkerIdentity> ReadAsync(CancellationToken cancellationToken)
    {
        using var turn = await machine.EnterAsync(cancellationToken);
        return file.ReadOrDraw(settings.IsReferee);
    }

    /// <summary>Null when it is enrolled, and its identity kept; otherwise in one line why not.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        using var turn = await machine.EnterAsync(cancellationToken);
        if (machine.IsIn(file))
            return await EnrollFirstAsync(cancellationToken);
        if (First.WorkerKey.Length == 0 && await EnrollFirstAsync(cancellationToken) is { } refused)
            return refused;
        var outcome = await EnrollFurtherAsync(cancellationToken);
        if (outcome is EnrollOutcome.Refused { Refusal.Code: Refusal.KeyUnknown } && await EnrollFirstAsync(cancellationToken) is null) // the coordinator has forgotten the whole machine
            outcome = await EnrollFurtherAsync(cancellationToken);
        return ProblemOf(outcome);
    }

    private WorkerIdentity First => machine.File.ReadOrDraw(settings.IsReferee);

    /// <summary>A name that the coordinator made up may be taken too: it is asked for another.</summary>
    private async Task<string?> EnrollFirstAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var outcome = await EnrollAsync(machine.File, settings.Name, settings.Contributor, settings.JoiningKey, cancellationToken);
            var isBadLuck = outcome is EnrollOutcome.Refused { Refusal.Code: Refusal.NameTaken } && settings.Name.Length + settings.Contributor.Length == 0;
            if (!isBadLuck || tries == MaxMadeUpNames)
                return ProblemOf(outcome);
        }
    }

    private Task<EnrollOutcome> EnrollFurtherAsync(CancellationToken cancellationToken)
    {
        var (first, ending) = (First, $"-{device.Slot.Label.Replace(":", "", StringComparison.Ordinal)}");
        var name = first.WorkerName[..Math.Min(first.WorkerName.Length, MaxName - ending.Length)] + ending;
        return EnrollAsync(file, name, "", settings.IsReferee ? settings.JoiningKey : first.WorkerKey, cancellationToken);
    }

    private async Task<EnrollOutcome> EnrollAsync(IdentityFile kept, string name, string contributor, string key, CancellationToken cancellationToken)
    {
        var identity = kept.ReadOrDraw(settings.IsReferee);
        var outcome = await fleet.EnrollAsync(new(identity.EnrollKey, name, contributor, settings.IsReferee, key), cancellationToken);
        if (outcome is EnrollOutcome.Enrolled made)
            kept.Write(identity with { WorkerKey = made.WorkerKey, WorkerName = made.WorkerName, ContributorName = made.ContributorName });
        return outcome;
    }

    private string? ProblemOf(EnrollOutcome outcome) =>
        outcome is EnrollOutcome.Refused { Refusal: var refusal } ? $"{settings.Coordinator} refused this worker: {refusal.Message}{AdviceFor(refusal.Code)}" : null;

    private string AdviceFor(string code) => code switch
    {
        Refusal.NameTaken => " The options are --name, --contributor and --key.",
        Refusal.KeyUnknown or Refusal.KeyNotAllowed => $" It came from {settings.JoiningKeyFrom}. {(settings.IsReferee ? RefereesKey : PersonsKey)}",
        _ => "",
    };
}
