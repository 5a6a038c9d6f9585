using Grpc.Core;
using Grpc.Core.Interceptors;
using LaionGrid.Contracts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>
/// Turns the key of a call, or a site's word about a person, into its <see cref="Caller"/>. A call with neither is anonymous; a wrong one is
/// refused everywhere.
/// </summary>
internal sealed class CallerInterceptor(KnownKeys keys, PersonTokens people) : Interceptor
{
    private const string Scheme = "Bearer ";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await IdentifyAsync(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await IdentifyAsync(context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await IdentifyAsync(context);
        await continuation(request, responseStream, context);
    }

    private async Task IdentifyAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("authorization") is { } header)
            context.SetCaller(await FindAsync(header, context.CancellationToken));
    }

    private async Task<Caller> FindAsync(string header, CancellationToken cancellationToken)
    {
        if (After(PersonClaims.Scheme, header) is { } token)
            return await people.FindAsync(token, cancellationToken) is { } person ? person.IsErased ? throw Erased.ToRpc() : person : throw Unproven.ToRpc();
        var caller = (After(Scheme, header) is { } key ? await keys.FindAsync(new KeySecret(key).Hash, cancellationToken) : null) ?? throw Unknown.ToRpc();
        return caller.IsLocked ? throw Locked.ToRpc() : caller;
    }

    private static string? After(string scheme, string header) =>
        header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;

    private static Refusal Unknown { get; } =
        new(RefusalKind.Unauthenticated, "key.unknown", "This key is not known here, or was revoked. Check it for typing errors, or make a new one.");

    private static Refusal Locked { get; } = new(
        RefusalKind.NotAllowed, "account.locked", "An operator has locked the account of this key. Ask the operator of this grid why, and how to have it opened.");

    private static Refusal Erased { get; } = new(RefusalKind.NotFound, "account.erased", "This account was erased. Sign up again to have another.");

    private static Refusal Unproven { get; } = new(
        RefusalKind.Unauthenticated, "person.unproven",
        "The coordinator does not take the site's word about who you are. Sign out and in again; if that does not help, its operator must give the site's public key (site.pub) to the coordinator as Accounts:SiteKeyFile.");
}
