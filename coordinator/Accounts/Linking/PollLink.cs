using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>
/// Tells a machine what came of its code. The key is drawn at that moment and the code ends with it, in one transaction: a key that is lost on its way
/// was given to nobody else, and the machine shows a new code.
/// </summary>
internal sealed class PollLink(GridWriter writer, TimeProvider time)
{
    /// <summary>The machine joins with it, and has a key of its own then.</summary>
    private static readonly TimeSpan KeyLasts = TimeSpan.FromDays(30);

    public Task<PollLinkOutcome> RunAsync(LinkSecret secret, CancellationToken cancellationToken)
    {
        var hash = secret.Hash;
        return writer.RunAsync(db => PollAsync(db, hash, cancellationToken), cancellationToken);
    }

    private async Task<PollLinkOutcome> PollAsync(GridDb db, string hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await db.Links.AsNoTracking().SingleOrDefaultAsync(link => link.SecretHash == hash && link.ExpiresAt > now, cancellationToken) is not { } link) // unique index
            return new PollLinkOutcome.Unknown();
        if (link.AccountId is not { } owner)
            return new PollLinkOutcome.Waiting();
        if (await db.Links.Where(one => one.SecretHash == hash).ExecuteDeleteAsync(cancellationToken) == 0) // of two polls at once, one has it
            return new PollLinkOutcome.Unknown();
        if (link.IsRefused || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == owner, cancellationToken) is not { } account) // primary key
            return new PollLinkOutcome.Refused();
        var key = KeySecret.Draw();
        db.Add(key.ToKey(owner, KeyRole.Person, holder: null, now, link.MachineName.Length > 0 ? link.MachineName : "a machine", KeyScopes.Worker, now + KeyLasts));
        await db.SaveChangesAsync(cancellationToken);
        return new PollLinkOutcome.Confirmed(key, account.Name);
    }
}

internal abstract record PollLinkOutcome
{
    internal sealed record Waiting : PollLinkOutcome;

    internal sealed record Confirmed(KeySecret Key, string AccountName) : PollLinkOutcome;

    internal sealed record Refused : PollLinkOutcome;

    /// <summary>The code is over, or the key was given.</summary>
    internal sealed record Unknown : PollLinkOutcome;
}
