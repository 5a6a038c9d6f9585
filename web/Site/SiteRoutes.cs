namespace LaionGrid.Web.Site;

/// <summary>
/// How the site's addresses are mapped. Handlers stand in MapMethods and its like themselves, never behind a helper that takes a delegate: what
/// binds their parameters is then written at build time, and no start compiles it for each address.
/// </summary>
internal static class SiteRoutes
{
    /// <summary>The methods of whatever only reads.</summary>
    public static string[] Reading { get; } = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Its answers are the same for everybody and are kept; see <see cref="PublicPolicy"/>. Nothing behind it may look at who asks.</summary>
    public static void KeptForAll(this RouteHandlerBuilder route) => route.WithMetadata(new PublicMark()).CacheOutput(PublicPolicy.Name);
}
