using Grpc.Core;
using Grpc.Core.Interceptors;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Turns the bearer key of a call into its <see cref="Caller"/>. A call without a key is anonymous; a wrong key is refused everywhere.</summary>
internal sealed class CallerInterceptor(KnownKeys keys) : Interceptor
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
            context.SetCaller(await FindAsync(header, context.CancellationToken) ?? throw Unknown.ToRpc());
    }

    private async Task<Caller?> FindAsync(string header, CancellationToken cancellationToken)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        return await keys.FindAsync(new KeySecret(header[Scheme.Length..].Trim()).Hash, cancellationToken);
    }

    private static Refusal Unknown { get; } =
        new(RefusalKind.Unauthenticated, "key.unknown", "This key is not known here, or was revoked. Check it for typing errors, or make a new one.");
}
