using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Site;

/// <summary>Sends a visitor whom a page must know to the sign-in page, and back to this one afterwards.</summary>
internal static class SignInFirst
{
    private static readonly Refusal NotSignedIn = new()
    {
        Kind = RefusalKind.NotAllowed,
        Code = "person.missing",
        Message = "This is for people who are signed in, and you are not, or no longer. Sign in at /sign-in, then do it again.",
    };

    /// <summary>A form that was posted is not sent on: what was in it would be lost without a word.</summary>
    public static IResult Answer(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || Answers.WantsJson(context.Request))
            return Answers.Refuse(context, NotSignedIn);
        context.Response.Headers.CacheControl = "no-store";
        return Answers.SeeOther(context, $"/sign-in?return={Uri.EscapeDataString($"{context.Request.Path}{context.Request.QueryString}")}");
    }
}
