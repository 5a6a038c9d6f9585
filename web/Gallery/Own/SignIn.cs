using LaionGrid.Web.Site;

namespace LaionGrid.Web.Gallery.Own;

/// <summary>Sends who is not signed in to do that, and back.</summary>
internal static class SignIn
{
    public static IResult First(HttpContext context)
    {
        Sheltered.Keep(context);
        var here = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? $"{context.Request.Path}{context.Request.QueryString}" : "/me/pictures";
        return Answers.SeeOther(context, $"/sign-in?return={Uri.EscapeDataString(here)}");
    }
}
