using Grpc.Core;

namespace LaionGrid.Web.Coordinator;

/// <summary>The key that a program showed, to be passed on as it is; none asks for nobody in particular.</summary>
internal readonly record struct CallerKey(string Authorization)
{
    private const string Scheme = "Bearer ";

    public Metadata Headers => IsShown ? new() { { "authorization", Authorization } } : [];

    public CallOptions Options(CancellationToken cancellationToken) => new(Headers, cancellationToken: cancellationToken);

    /// <summary>Only keys are passed on: any other scheme would be a word about a person, which nobody but this site may give.</summary>
    private bool IsShown => Authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    public static CallerKey Of(HttpRequest request) => new(request.Headers.Authorization.ToString());
}
