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
        var secret = await ReadOrDrawAsync(cancellationToken);
        if (!await db.ApiKeys.AnyAsync(key => key.Hash == secret.Hash, cancellationToken))
            db.Add(secret.ToKey(AccountId.Operator, KeyRole.Operator, holder: null, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<KeySecret> ReadOrDrawAsync(CancellationToken cancellationToken)
    {
        var path = data.Value.PathOf("operator.key");
        if (File.Exists(path))
            return new KeySecret((await File.ReadAllTextAsync(path, cancellationToken)).Trim());
        var secret = KeySecret.Draw();
        Directory.CreateDirectory(data.Value.PathOf(""));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteLineAsync(secret.Text.AsMemory(), cancellationToken);
        return secret;
    }
}
