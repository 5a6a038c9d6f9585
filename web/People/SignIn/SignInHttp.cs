using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Passkeys;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Signing in by passkey or password, and signing out.</summary>
internal static class SignInHttp
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").CheckForms().Paced();
        pages.MapMethods("/sign-in", SiteRoutes.Reading, ShowAsync);
        pages.MapPost("/sign-in/passkey", ByPasskeyAsync);
        pages.MapPost("/sign-in/password", ByPasswordAsync);
        pages.MapPost("/sign-out", SignOutAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, SignInForm form) =>
        Answers.Page<SignInPage>(context, new { View = await form.MakeAsync(context, context.Request.Query["return"], "", null) });

    private static async Task<IResult> ByPasskeyAsync(HttpContext context, PasskeyCeremony passkeys, OpenSession open, SignInForm form)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var refusal = await passkeys.AnsweredAsync(fields["state"].ToString(), fields["credential"].ToString(), context) switch
        {
            PasskeyOutcome.Answered answered => await open.RunAsync(answered.User, "passkey", context),
            PasskeyOutcome.Refused refused => refused.Refusal,
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
        return await AnswerAsync(context, form, fields["return"], "", refusal);
    }

    private static async Task<IResult> ByPasswordAsync(HttpContext context, CheckPassword check, OpenSession open, SignInForm form)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var who = fields["who"].ToString().Trim();
        var refusal = await check.RunAsync(who, fields["password"].ToString(), context.RequestAborted) switch
        {
            CheckPasswordOutcome.Right right => await open.RunAsync(right.User, "password", context),
            CheckPasswordOutcome.Refused refused => refused.Refusal,
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
        return await AnswerAsync(context, form, fields["return"], who, refusal);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions)
    {
        if (SessionCookie.Read(context.Request) is { Length: > 0 } key)
            await sessions.EndAsync(key, context.RequestAborted);
        SessionCookie.Remove(context);
        return Answers.SeeOther(context, "/");
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, SignInForm form, string? asked, string who, Refusal? refusal)
    {
        if (refusal is null)
            return Answers.SeeOther(context, ReturnPath.Of(asked));
        Answers.SayWhenToRetry(context, refusal);
        return Answers.Page<SignInPage>(context, new { View = await form.MakeAsync(context, asked, who, refusal) }, refusal.Status);
    }
}
