using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>Gives a machine a code to show, and the secret by which it asks what came of it.</summary>
internal sealed class BeginLink(GridWriter writer, LinkLimits limits, TimeProvider time)
{
    /// <summary>Machines that may wait at once.</summary>
    private const int MaxWaiting = 10_000;

    private const int MaxName = 40;

    /// <param name="network">Where the machine is, see <see cref="NetworkBlocks"/>; empty for this machine itself.</param>
    public async Task<BeginLinkOutcome> RunAsync(string machineName, string network, CancellationToken cancellationToken)
    {
        if (network.Length > 0 && limits.IsOver(network))
            return new BeginLinkOutcome.Refused(LinkRefusals.TooManyOfNetwork);
        limits.Count(network);
        var (code, secret, name) = (LinkCode.Draw(), LinkSecret.Draw(), machineName.Printable(MaxName));
        return await writer.RunAsync(db => AddAsync(db, code, secret, name, cancellationToken), cancellationToken)
            ? new BeginLinkOutcome.Begun(code, secret)
            : new BeginLinkOutcome.Refused(LinkRefusals.TooManyInAll);
    }

    /// <summary>Those that are over make room; there is no loop for it, because nothing else reads them.</summary>
    private async Task<bool> AddAsync(GridDb db, LinkCode code, LinkSecret secret, string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Links.Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken); // index expires at
        if (await db.Links.CountAsync(cancellationToken) >= MaxWaiting)
            return false;
        db.Add(new Link { CodeHash = code.Hash, SecretHash = secret.Hash, MachineName = name, ExpiresAt = now + Link.Lasts });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal abstract record BeginLinkOutcome
{
    internal sealed record Begun(LinkCode Code, LinkSecret Secret) : BeginLinkOutcome;

    internal sealed record Refused(Refusal Refusal) : BeginLinkOutcome;
}
