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

    /// <summary>The caller, who may be nobody, but whose key, if it is one, must be good for this.</summary>
    public static Caller Allow(this ServerCallContext context, KeyScopes scope)
    {
        var caller = context.Caller();
        return caller.Scopes.HasFlag(scope) ? caller : throw OutOfScope(scope).ToRpc();
    }

    private static Refusal OutOfScope(KeyScopes scope) => new(
        RefusalKind.NotAllowed, "key.out_of_scope", $"This key was made without the scope \"{scope.ToString().ToLowerInvariant()}\", which this call needs. Make one that has it, or use another.");

    public static Refusal NotAllowed { get; } =
        new(RefusalKind.NotAllowed, "key.not_allowed", "This key is good, but not for this call. Use a key of the right kind.");

    private static Refusal Missing { get; } =
        new(RefusalKind.Unauthenticated, "key.missing", "This call needs a key. Send it as \"authorization: Bearer <key>\".");
}
