using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>People and their keys on the wire.</summary>
internal sealed class AccountsGrpc(
    CreateAccount createAccount, RegisterPerson register, IssueKey issueKey, ExportAccount export, EraseAccount erase, LockAccount lockAccount, IDbContextFactory<GridDb> databases, TimeProvider time)
    : Contracts.V1.Accounts.AccountsBase
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
        var caller = context.Require(KeyRole.Person, KeyRole.Worker, KeyRole.Referee, KeyRole.Moderator, KeyRole.Operator);
        await using var db = await databases.CreateDbContextAsync(context.CancellationToken);
        var name = await db.Accounts.Where(account => account.Id == caller.AccountId).Select(account => account.Name).SingleAsync(context.CancellationToken);
        return new() { AccountId = caller.AccountId.ToString(), Name = name, Role = caller.Role.ToString().ToLowerInvariant(), KeyPrefix = caller.KeyPrefix };
    }

    public override async Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Site);
        return await register.RunAsync(request.PersonId, request.Name, context.CancellationToken) switch
        {
            RegisterPersonOutcome.Registered made => new() { AccountId = made.Account.Id.ToString(), Name = made.Account.Name },
            RegisterPersonOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<ListKeysResponse> ListKeys(ListKeysRequest request, ServerCallContext context)
    {
        var caller = Owner(context);
        await using var db = await databases.CreateDbContextAsync(context.CancellationToken);
        var keys = await db.KeysOf(caller.AccountId, time.GetUtcNow()).OrderByDescending(key => key.CreatedAt).ToListAsync(context.CancellationToken);
        return new() { Keys = { keys.Select(ToWire) } };
    }

    public override async Task<CreateKeyResponse> CreateKey(CreateKeyRequest request, ServerCallContext context)
    {
        if (request.ExpiresAtUs < Instants.ToMicroseconds(DateTimeOffset.MinValue) || request.ExpiresAtUs > Instants.ToMicroseconds(DateTimeOffset.MaxValue))
            throw BeyondTime.ToRpc();
        var wish = new KeyWish(
            request.Label,
            request.Scopes.Count == 0 ? null : KeyScopesGrpc.FromWire(request.Scopes),
            request.ExpiresAtUs == 0 ? null : Instants.FromMicroseconds(request.ExpiresAtUs));
        return await issueKey.RunAsync(Owner(context), wish, context.CancellationToken) switch
        {
            IssueKeyOutcome.Issued issued => new() { Key = issued.Secret.Text, KeyPrefix = issued.Secret.Prefix },
            IssueKeyOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<RevokeKeyResponse> RevokeKey(RevokeKeyRequest request, ServerCallContext context)
    {
        var caller = Owner(context);
        await using var db = await databases.CreateDbContextAsync(context.CancellationToken);
        var now = time.GetUtcNow();
        var prefix = request.KeyPrefix;
        await db.ApiKeys.Where(key => key.AccountId == caller.AccountId && key.Prefix == prefix && key.RevokedAt == null) // index account, prefix
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), context.CancellationToken);
        return new();
    }

    public override async Task Export(ExportRequest request, IServerStreamWriter<ExportChunk> responseStream, ServerCallContext context)
    {
        await foreach (var part in export.RunAsync(Owner(context).AccountId, context.CancellationToken))
            await responseStream.WriteAsync(new() { File = part.File, Data = UnsafeByteOperations.UnsafeWrap(part.Data) }, context.CancellationToken);
    }

    public override async Task<DeleteAccountResponse> Delete(DeleteAccountRequest request, ServerCallContext context)
    {
        var caller = Owner(context);
        return caller.IsByKey ? throw CallersGrpc.NotAllowed.ToRpc() : new() { Pseudonym = await erase.RunAsync(caller.AccountId, context.CancellationToken) };
    }

    public override async Task<SetLockedResponse> SetLocked(SetLockedRequest request, ServerCallContext context)
    {
        var caller = context.Require(KeyRole.Operator);
        var id = Ids.Read<AccountId>(request.AccountId) ?? throw NoId.ToRpc();
        return await lockAccount.RunAsync(caller, id, request.IsLocked, context.CancellationToken) is { } refusal ? throw refusal.ToRpc() : new();
    }

    private static Refusal NoId { get; } = Refusal.Invalid("account.id_invalid", "account_id", "This is no account's id, which has 32 hex digits. Send one.");

    private static Refusal BeyondTime { get; } = Refusal.Invalid("key.expiry_invalid", "expires_at_us", "This is no instant. Send the key's end in Unix microseconds, or 0 for none.");

    /// <summary>Whoever may change the account: its person, or a key that was made for that.</summary>
    private static Caller Owner(ServerCallContext context)
    {
        context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator);
        return context.Allow(KeyScopes.Account);
    }

    private static Key ToWire(ApiKey key) => new()
    {
        Prefix = key.Prefix,
        Label = key.Label,
        Scopes = { key.Scopes.ToWire() },
        CreatedAtUs = key.CreatedAt.ToMicroseconds(),
        ExpiresAtUs = key.ExpiresAt?.ToMicroseconds() ?? 0,
        LastUsedAtUs = key.LastUsedAt?.ToMicroseconds() ?? 0,
    };
}
