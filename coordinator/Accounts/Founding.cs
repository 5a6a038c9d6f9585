using System.Text;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Makes what every grid has from its first start: the built-in accounts and the operator's key file.</summary>
internal sealed class Founding(IDbContextFactory<GridDb> databases, IOptions<DataOptions> data, TimeProvider time)
{
    private static readonly (AccountId Id, string Name)[] BuiltIn =
        [(AccountId.Network, "network"), (AccountId.Anonymous, "anonymous"), (AccountId.Operator, "operator")];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var there = await db.Accounts.Where(account => BuiltIn.Select(pair => pair.Id).Contains(account.Id)).Select(account => account.Id).ToListAsync(cancellationToken);
        foreach (var (id, name) in BuiltIn.Where(pair => !there.Contains(pair.Id)))
            db.Add(Account.Named(id, name, time.GetUtcNow()));
        var secret = ReadOrDraw();
        if (!await db.ApiKeys.AnyAsync(key => key.Hash == secret.Hash, cancellationToken))
            db.Add(secret.ToKey(AccountId.Operator, KeyRole.Operator, holder: null, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }

    private KeySecret ReadOrDraw()
    {
        Directory.CreateDirectory(data.Value.PathOf(""));
        var text = SecretFile.ReadOrDraw(data.Value.PathOf("operator.key"), KeySecret.Length, () => Encoding.ASCII.GetBytes(KeySecret.Draw().Text + "\n"));
        return new(Encoding.ASCII.GetString(text).Trim());
    }
}
