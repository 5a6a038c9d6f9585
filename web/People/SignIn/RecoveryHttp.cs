using LaionGrid.Web.Site;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Signing in with a code on paper, and drawing new ones.</summary>
internal static class RecoveryHttp
{
    public static void MapRecovery(this IEndpointRouteBuilder routes)
    {
        var entrance = routes.MapGroup("/sign-in/code").CheckForms().Paced();
        entrance.MapMethods("", SiteRoutes.Reading, (HttpContext context) => Answers.Page<CodePage>(context, new { Name = "" }));
        entrance.MapPost("", UseAsync);
        var own = routes.MapGroup("/me/codes").RequirePerson().CheckForms();
        own.MapMethods("", SiteRoutes.Reading, ShowAsync);
        own.MapPost("", DrawAsync);
    }

    private static async Task<IResult> UseAsync(HttpContext context, RecoveryCodes codes, OpenSession open)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var name = fields["name"].ToString().Trim();
        var refusal = await codes.UseAsync(name, fields["code"].ToString(), context.RequestAborted) switch
        {
            RecoveryOutcome.Used used => await open.RunAsync(used.User, "recovery code", context),
            RecoveryOutcome.Refused refused => refused.Refusal,
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
        if (refusal is null)
            return Answers.SeeOther(context, "/me");
        Answers.SayWhenToRetry(context, refusal);
        return Answers.Page<CodePage>(context, new { Name = name, Refusal = refusal }, refusal.Status);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, RecoveryCodes codes) =>
        Answers.Page<CodesPage>(context, new { Left = await codes.CountAsync(SessionClaims.UserId(context), context.RequestAborted) });

    private static async Task<IResult> DrawAsync(HttpContext context, RecoveryCodes codes)
    {
        var drawn = await codes.DrawAsync(SessionClaims.UserId(context), context.RequestAborted);
        return Answers.Page<CodesPage>(context, new { Left = drawn.Count, Drawn = drawn });
    }
}
