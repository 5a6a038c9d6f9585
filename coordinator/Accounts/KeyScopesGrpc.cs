using LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Scopes on the wire, which names them one by one.</summary>
internal static class KeyScopesGrpc
{
    private static readonly (KeyScope Wire, KeyScopes Scope)[] Pairs =
    [
        (KeyScope.Read, KeyScopes.Read), (KeyScope.Generate, KeyScopes.Generate), (KeyScope.Annotate, KeyScopes.Annotate),
        (KeyScope.Worker, KeyScopes.Worker), (KeyScope.Account, KeyScopes.Account),
    ];

    public static IEnumerable<KeyScope> ToWire(this KeyScopes scopes) => Pairs.Where(pair => scopes.HasFlag(pair.Scope)).Select(pair => pair.Wire);

    /// <summary>Those that are not known count for nothing.</summary>
    public static KeyScopes FromWire(IEnumerable<KeyScope> scopes) =>
        scopes.Aggregate(KeyScopes.None, (all, one) => all | Array.Find(Pairs, pair => pair.Wire == one).Scope);
}
