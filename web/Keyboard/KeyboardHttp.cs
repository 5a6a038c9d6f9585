using LaionGrid.Web.Site;

namespace LaionGrid.Web.Keyboard;

/// <summary>The list of keys as a page, for who has no script or found no way to the dialog.</summary>
internal static class KeyboardHttp
{
    public static void MapKeyboard(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/keys", SiteRoutes.Reading, (HttpContext context) => Answers.PublicPage<KeyboardPage>(context, new { })).KeptForAll();
}
