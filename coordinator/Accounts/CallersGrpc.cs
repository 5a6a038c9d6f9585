using Grpc.Core;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>The caller of a gRPC call, and the demands a method makes on it.</summary>
internal static class CallersGrpc
{
    private static readonly object Slot = new();

    public static void SetCaller(this ServerCallContext context, Caller caller) => context.UserState[Slot] = caller;

    public static Caller Caller(this ServerCallContext context) =>
        context.UserState.TryGetValue(Slot, out var caller) ? (Caller)caller : Accounts.Caller.Anonymous;

    /// <summary>The caller, who must hold a key of one of these roles.</summary>
    public static Caller Require(this ServerCallContext context, params ReadOnlySpan<KeyRole> roles)
    {
        var caller = context.Caller();
        if (caller.IsAnonymous)
            throw Missing.ToRpc();
        return roles.Contains(caller.Role) ? caller : throw NotAllowed.ToRpc();
    }

    public static Refusal NotAllowed { get; } =
        new(RefusalKind.NotAllowed, "key.not_allowed", "This key is good, but not for this call. Use a key of the right kind.");

    private static Refusal Missing { get; } =
        new(RefusalKind.Unauthenticated, "key.missing", "This call needs a key. Send it as \"authorization: Bearer <key>\".");
}
