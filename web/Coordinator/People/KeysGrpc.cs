using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.People;

/// <summary>People's keys at the coordinator.</summary>
internal sealed class KeysGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Accounts.AccountsClient _accounts = new(channel);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<KeyView>> ListAsync(Person person, CancellationToken cancellationToken)
    {
        var answer = await calls.AskAsync(person, options => _accounts.ListKeysAsync(new(), options).ResponseAsync, cancellationToken);
        return [.. answer.Keys.Select(ToView)];
    }

    /// <summary>Makes a key. When the answer is lost on its way the key is there all the same and can be revoked; asking again makes another.</summary>
    public async Task<MakeKeyOutcome> MakeAsync(Person person, string label, IReadOnlyList<KeyScope> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        try
        {
            var request = new CreateKeyRequest { Label = label, Scopes = { scopes.Select(ToWire) }, ExpiresAtUs = expiresAt is { } end ? (end - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : 0 };
            var answer = await calls.AskAsync(person, options => _accounts.CreateKeyAsync(request, options).ResponseAsync, cancellationToken);
            return new MakeKeyOutcome.Made(answer.Key);
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new MakeKeyOutcome.Refused(refusal);
        }
    }

    public Task RevokeAsync(Person person, string prefix, CancellationToken cancellationToken) =>
        calls.AskAsync(person, options => _accounts.RevokeKeyAsync(new() { KeyPrefix = prefix }, options).ResponseAsync, cancellationToken);

    private static KeyView ToView(Key key) => new(
        key.Prefix, key.Label, [.. key.Scopes.Where(scope => scope != Wire.KeyScope.Unspecified).Select(ToView)], Instant(key.CreatedAtUs) ?? DateTimeOffset.UnixEpoch, Instant(key.ExpiresAtUs), Instant(key.LastUsedAtUs));

    private static DateTimeOffset? Instant(long microseconds) => microseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static KeyScope ToView(Wire.KeyScope scope) => scope switch
    {
        Wire.KeyScope.Generate => KeyScope.Generate,
        Wire.KeyScope.Annotate => KeyScope.Annotate,
        Wire.KeyScope.Worker => KeyScope.Worker,
        Wire.KeyScope.Account => KeyScope.Account,
        _ => KeyScope.Read,
    };

    private static Wire.KeyScope ToWire(KeyScope scope) => scope switch
    {
        KeyScope.Generate => Wire.KeyScope.Generate,
        KeyScope.Annotate => Wire.KeyScope.Annotate,
        KeyScope.Worker => Wire.KeyScope.Worker,
        KeyScope.Account => Wire.KeyScope.Account,
        _ => Wire.KeyScope.Read,
    };
}

/// <summary>What became of a wish for a key.</summary>
internal abstract record MakeKeyOutcome
{
    /// <param name="Key">Secret; shown once.</param>
    internal sealed record Made(string Key) : MakeKeyOutcome;

    internal sealed record Refused(Refusal Refusal) : MakeKeyOutcome;
}
