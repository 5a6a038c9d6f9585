using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>People and their keys on the wire.</summary>
internal sealed class AccountsGrpc(CreateAccount createAccount, IDbContextFactory<GridDb> databases, TimeProvider time) : Contracts.V1.Accounts.AccountsBase
{
    public override async Task<CreateAccountResponse> Create(CreateAccountRequest request, ServerCallContext context) =>
        await createAccount.RunAsync(request.Name, context.CancellationToken) switch
        {
            CreateAccountOutcome.Created made => new() { AccountId = made.Account.Id.ToString(), Name = made.Account.Name, Key = made.Secret.Text },
            CreateAccountOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<WhoAmIResponse> WhoAmI(WhoAmIRequest request, ServerCallContext context)
    {
        var caller = context.Require(KeyRole.Person, KeyRole.Worker, KeyRole.Referee, KeyRole.Operator);
        await using var db = await databases.CreateDbContextAsync(context.CancellationToken);
        var name = await db.Accounts.Where(account => account.Id == caller.AccountId).Select(account => account.Name).SingleAsync(context.CancellationToken);
        return new() { AccountId = caller.AccountId.ToString(), Name = name, Role = caller.Role.ToString().ToLowerInvariant(), KeyPrefix = caller.KeyPrefix };
    }

    public override async Task<CreateKeyResponse> CreateKey(CreateKeyRequest request, ServerCallContext context)
    {
        var caller = context.Require(KeyRole.Person, KeyRole.Operator);
        await using var db = await databases.CreateDbContextAsync(context.CancellationToken);
        var secret = KeySecret.Draw();
        db.Add(secret.ToKey(caller.AccountId, caller.Role, holder: null, time.GetUtcNow()));
        await db.SaveChangesAsync(context.CancellationToken);
        return new() { Key = secret.Text, KeyPrefix = secret.Prefix };
    }

    public override async Task<RevokeKeyResponse> RevokeKey(RevokeKeyRequest request, ServerCallContext context)
    {
        var caller = context.Require(KeyRole.Person, KeyRole.Operator);
        await using var db = await databases.CreateDbContextAsync(context.CancellationToken);
        var now = time.GetUtcNow();
        var prefix = request.KeyPrefix;
        await db.ApiKeys.Where(key => key.AccountId == caller.AccountId && key.Prefix == prefix && key.RevokedAt == null) // index account, prefix
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), context.CancellationToken);
        return new();
    }
}
