using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Mail;
using LaionGrid.Web.People.Passkeys;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.SignUp;

/// <summary>Making an account with a passkey, or with a password where no address has to be confirmed.</summary>
internal static class SignUpHttp
{
    public static void MapSignUp(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/sign-up").CheckForms().Paced();
        pages.MapMethods("", SiteRoutes.Reading, ShowAsync);
        pages.MapPost("/passkey", ByPasskeyAsync);
        pages.MapPost("/password", ByPasswordAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, SignUpForm form) => Answers.Page<SignUpPage>(context, new { View = await form.MakeAsync(context) });

    private static async Task<IResult> ByPasskeyAsync(HttpContext context, PasskeyCeremony passkeys, SignUpPerson signUp, OpenSession open, SignUpForm form)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, state, credential) = (NameIn(fields), fields["state"].ToString(), fields["credential"].ToString());
        if (await passkeys.MadeAsync(state, credential, context) is not PasskeyOutcome.Made made)
            return await AgainAsync(context, form, "passkey", name, Refusal.Invalid("passkey.not_taken", "", "The browser’s passkey could not be taken, or the page was open for too long. Nothing was kept; try again."));
        var refusal = await TryAsync(new() { PersonId = made.PersonId, Name = name, Passkey = made.Passkey }, "passkey", signUp, open, context);
        // A refused name is no reason to make a second passkey: the first one waits in the form.
        return refusal is null ? Answers.SeeOther(context, "/me") : await AgainAsync(context, form, "passkey", name, refusal, view => view with { Passkey = view.Passkey with { State = state }, Credential = credential });
    }

    private static async Task<IResult> ByPasswordAsync(HttpContext context, SignUpPerson signUp, OpenSession open, SignUpForm form, IOptions<MailOptions> mail)
    {
        if (mail.Value.IsOn)
            return Results.NotFound(); // there an address comes first
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, draft) = (NameIn(fields), fields["draft"].ToString());
        var refusal = form.PersonIdOf(draft) is { } id
            ? await TryAsync(new() { PersonId = id, Name = name, Password = fields["password"].ToString() }, "password", signUp, open, context)
            : SignUpForm.TooOld;
        return refusal is null ? Answers.SeeOther(context, "/me") : await AgainAsync(context, form, "password", name, refusal, view => refusal == SignUpForm.TooOld ? view : view with { Draft = draft });
    }

    /// <returns>Null when the person is made and signed in.</returns>
    public static async Task<Refusal?> TryAsync(SignUpAsk ask, string way, SignUpPerson signUp, OpenSession open, HttpContext context)
    {
        try
        {
            return await signUp.RunAsync(ask, context.RequestAborted) switch
            {
                SignUpOutcome.SignedUp made => await open.RunAsync(made.User, way, context),
                SignUpOutcome.Refused refused => refused.Refusal,
                var other => throw new InvalidOperationException($"No answer for {other}."),
            };
        }
        catch (CoordinatorAwayException away)
        {
            return away.Refusal; // not left to Outage: what was typed must come back with the message
        }
    }

    private static async Task<IResult> AgainAsync(HttpContext context, SignUpForm form, string way, string name, Refusal refusal, Func<SignUpView, SignUpView>? keep = null)
    {
        Answers.SayWhenToRetry(context, refusal);
        var view = await form.MakeAsync(context) with { Way = way, Name = name, Refusal = refusal };
        return Answers.Page<SignUpPage>(context, new { View = keep is null ? view : keep(view) }, refusal.Status);
    }

    private static string NameIn(IFormCollection fields) => fields["name"].ToString().Trim();
}
