using System.Text;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Makes what every grid has from its first start: the built-in accounts and the operator's key file.</summary>
internal sealed class Founding(GridWriter writer, IOptions<DataOptions> data, TimeProvider time)
{
    private static readonly (AccountId Id, string Name)[] BuiltIn =
        [(AccountId.Network, "network"), (AccountId.Anonymous, "anonymous"), (AccountId.Operator, "operator")];

    private const int MaxTries = 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await writer.RunAsync(db => FoundAsync(db, cancellationToken), cancellationToken);
                return;
            }
            catch (DbUpdateException) when (tries < MaxTries)
            {
                // Another coordinator founds the same grid at this moment: what it has made is found at the next try.
            }
        }
    }

    private async Task<int> FoundAsync(GridDb db, CancellationToken cancellationToken)
    {
        var there = await db.Accounts.Where(account => BuiltIn.Select(pair => pair.Id).Contains(account.Id)).Select(account => account.Id).ToListAsync(cancellationToken);
        foreach (var (id, name) in BuiltIn.Where(pair => !there.Contains(pair.Id)))
            db.Add(Account.Named(id, name, time.GetUtcNow()));
        var secret = ReadOrDraw();
        if (!await db.ApiKeys.AnyAsync(key => key.Hash == secret.Hash, cancellationToken))
            db.Add(secret.ToKey(AccountId.Operator, KeyRole.Operator, holder: null, time.GetUtcNow()));
        return await db.SaveChangesAsync(cancellationToken);
    }

    private KeySecret ReadOrDraw()
    {
        Directory.CreateDirectory(data.Value.PathOf(""));
        var text = SecretFile.ReadOrDraw(data.Value.PathOf("operator.key"), KeySecret.Length, () => Encoding.ASCII.GetBytes(KeySecret.Draw().Text + "\n"));
        return new(Encoding.ASCII.GetString(text).Trim());
    }
}
