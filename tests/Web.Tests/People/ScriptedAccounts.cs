using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.People;

/// <summary>What the scripted coordinator knows of accounts.</summary>
internal sealed class AccountsScript
{
    /// <summary>Names that belong to somebody who signed up elsewhere.</summary>
    public HashSet<string> Taken { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Account ids by person id.</summary>
    public ConcurrentDictionary<string, (string AccountId, string Name)> Registered { get; } = [];

    /// <summary>How often an account was asked to be deleted.</summary>
    public int Deletions { get; set; }

    /// <summary>Times that the next calls say "unavailable" before they answer; each call tries four times.</summary>
    public int Outages { get; set; }

    /// <summary>Whether accounts were erased already.</summary>
    public bool SaysErased { get; set; }

    /// <summary>Accounts that are locked.</summary>
    public ConcurrentDictionary<string, bool> Locked { get; } = [];

    public List<Key> Keys { get; } = [];

    public List<(string File, string Content)> Export { get; } = [("account.json", "{\"name\":\"Ada\"}")];
}

/// <summary>Accounts from a script.</summary>
internal sealed class ScriptedAccounts(Script script) : Accounts.AccountsBase
{
    private AccountsScript Known => script.Accounts;

    public override Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        Stumble();
        if (Known.Registered.TryGetValue(request.PersonId, out var there))
            return Task.FromResult(new RegisterResponse { AccountId = there.AccountId, Name = there.Name });
        if (Known.Taken.Contains(request.Name) || Known.Registered.Values.Any(one => one.Name.Equals(request.Name, StringComparison.OrdinalIgnoreCase)))
            throw Refuse(StatusCode.FailedPrecondition, new() { Kind = RefusalKind.Conflict, Code = "account.name_taken", Message = $"The name {request.Name} is taken." });
        var made = (AccountId: Guid.NewGuid().ToString("N"), request.Name);
        Known.Registered[request.PersonId] = made;
        return Task.FromResult(new RegisterResponse { AccountId = made.AccountId, Name = made.Name });
    }

    public override Task<DeleteAccountResponse> Delete(DeleteAccountRequest request, ServerCallContext context)
    {
        Stumble();
        if (Known.SaysErased)
            throw Refuse(StatusCode.PermissionDenied, new() { Kind = RefusalKind.NotAllowed, Code = "account.erased", Message = "This account was erased." });
        Known.Deletions++;
        return Task.FromResult(new DeleteAccountResponse { Pseudonym = "former-member-1" });
    }

    public override Task<SetLockedResponse> SetLocked(SetLockedRequest request, ServerCallContext context)
    {
        Stumble();
        Known.Locked[request.AccountId] = request.IsLocked;
        return Task.FromResult(new SetLockedResponse());
    }

    public override Task<ListKeysResponse> ListKeys(ListKeysRequest request, ServerCallContext context) => Task.FromResult(new ListKeysResponse { Keys = { Known.Keys } });

    public override Task<CreateKeyResponse> CreateKey(CreateKeyRequest request, ServerCallContext context)
    {
        Known.Keys.Add(new() { Prefix = $"lg_{Known.Keys.Count}", Label = request.Label, Scopes = { request.Scopes }, ExpiresAtUs = request.ExpiresAtUs, CreatedAtUs = 1 });
        return Task.FromResult(new CreateKeyResponse { Key = "lg_secret-shown-once", KeyPrefix = Known.Keys[^1].Prefix });
    }

    public override Task<RevokeKeyResponse> RevokeKey(RevokeKeyRequest request, ServerCallContext context)
    {
        Known.Keys.RemoveAll(key => key.Prefix == request.KeyPrefix);
        return Task.FromResult(new RevokeKeyResponse());
    }

    public override async Task Export(ExportRequest request, IServerStreamWriter<ExportChunk> responseStream, ServerCallContext context)
    {
        foreach (var (file, content) in Known.Export)
            foreach (var part in content.Chunk(5))
                await responseStream.WriteAsync(new() { File = file, Data = ByteString.CopyFromUtf8(new string(part)) });
    }

    private void Stumble()
    {
        if (Known.Outages-- > 0)
            throw new RpcException(new Status(StatusCode.Unavailable, "restarting"));
    }

    private static RpcException Refuse(StatusCode status, Refusal refusal) => new(new Status(status, refusal.Message), new Metadata { { "laiongrid-refusal-bin", refusal.ToByteArray() } });
}
