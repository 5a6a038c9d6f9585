using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>What a machine says of itself when it joins.</summary>
internal sealed record Enrolment(string EnrollKey, string WorkerName, string ContributorName, WorkerRole Role);

/// <summary>Registers a machine and gives it a key. The same machine enrolling again keeps its worker and account and gets a new key.</summary>
internal sealed class EnrollWorker(GridWriter writer, TimeProvider time)
{
    public async Task<EnrollOutcome> RunAsync(Enrolment enrolment, Caller caller, CancellationToken cancellationToken)
    {
        if (Check(enrolment, caller) is { } refusal)
            return new EnrollOutcome.Refused(refusal);
        try
        {
            if (await writer.RunAsync(db => EnrollAsync(db, enrolment, caller, cancellationToken), cancellationToken) is { } outcome)
                return outcome;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Two enrolments at once: a unique index let one through.
        }
        return await writer.RunAsync(db => EnrollAsync(db, enrolment, caller, cancellationToken), cancellationToken) // finds what the other one made
            ?? throw new InvalidOperationException("A worker is known and then is not.");
    }

    /// <summary>Worker, account and key appear together. Null when this machine was enrolled by another call after this one had looked.</summary>
    private async Task<EnrollOutcome?> EnrollAsync(GridDb db, Enrolment enrolment, Caller caller, CancellationToken cancellationToken)
    {
        var hash = new KeySecret(enrolment.EnrollKey).Hash;
        var machine = db.Workers.Where(worker => worker.EnrollHash == hash); // unique index
        var known = await machine.SingleOrDefaultAsync(cancellationToken);
        if (known is not null && known.Role != enrolment.Role)
            return new EnrollOutcome.Refused(CallersGrpc.NotAllowed);
        var (worker, account) = known is null
            ? await AddAsync(db, enrolment, hash, caller, cancellationToken)
            : (known, await db.Accounts.SingleAsync(account => account.Id == known.AccountId, cancellationToken));
        if (account is null)
            return await machine.AnyAsync(cancellationToken) ? null : new EnrollOutcome.Refused(CreateAccount.Taken(worker.Name));
        var secret = KeySecret.Draw();
        db.Add(secret.ToKey(account.Id, worker.Role == WorkerRole.Referee ? KeyRole.Referee : KeyRole.Worker, worker.Id.Value, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return new EnrollOutcome.Enrolled(worker.Id, worker.Name, account.Name, secret);
    }

    private static Refusal? Check(Enrolment enrolment, Caller caller)
    {
        if (enrolment.EnrollKey.Length is < 32 or > 64)
            return Refusal.Invalid("enroll_key.invalid", "enroll_key", "The enrol key has 32 to 64 characters that nobody can guess. Let the worker make a new one.");
        if (enrolment.Role == WorkerRole.Referee && caller.Role != KeyRole.Operator)
            return CallersGrpc.NotAllowed with { Message = "A referee is enrolled with the operator's key, which the coordinator keeps in operator.key in its data folder." };
        if (enrolment.WorkerName.Length > 0 && NameRules.Check(enrolment.WorkerName, "worker.name_invalid", "worker_name") is { } worker)
            return worker;
        return enrolment.ContributorName.Length > 0 ? NameRules.Check(enrolment.ContributorName, "account.name_invalid", "contributor_name") : null;
    }

    private async Task<(Worker Worker, Account? Account)> AddAsync(GridDb db, Enrolment enrolment, string hash, Caller caller, CancellationToken cancellationToken)
    {
        var name = enrolment.WorkerName.Length > 0 ? enrolment.WorkerName : MadeUpName.Draw();
        var account = caller.IsAnonymous
            ? await AddAccountAsync(db, enrolment.ContributorName.Length > 0 ? enrolment.ContributorName : name, cancellationToken)
            : await db.Accounts.SingleAsync(one => one.Id == caller.AccountId, cancellationToken);
        var worker = new Worker
        {
            Id = Ids.New<WorkerId>(time),
            AccountId = account?.Id ?? default,
            Name = account is null && enrolment.ContributorName.Length > 0 ? enrolment.ContributorName : name,
            Role = enrolment.Role,
            EnrollHash = hash,
            CreatedAt = time.GetUtcNow(),
        };
        if (account is not null)
            db.Add(worker);
        return (worker, account);
    }

    /// <summary>Null when the name belongs to somebody else.</summary>
    private async Task<Account?> AddAccountAsync(GridDb db, string name, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(name);
        if (await db.Accounts.AnyAsync(account => account.NameKey == key, cancellationToken)) // unique index
            return null;
        var account = Account.Named(Ids.New<AccountId>(time), name, time.GetUtcNow());
        db.Add(account);
        return account;
    }
}

internal abstract record EnrollOutcome
{
    internal sealed record Enrolled(WorkerId WorkerId, string WorkerName, string ContributorName, KeySecret Secret) : EnrollOutcome;

    internal sealed record Refused(Refusal Refusal) : EnrollOutcome;
}
