using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Mail;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.SignUp;

/// <summary>
/// Making an account with an address or a provider's word, in two steps: first it is proved, then name and password are chosen. Nothing is kept
/// in between, and asking with a known address is answered like any other, so nobody finds out who has an account.
/// </summary>
internal static class FinishHttp
{
    public static void MapFinish(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/sign-up").CheckForms().Paced();
        pages.MapPost("/email", AskAsync);
        pages.MapMethods("/finish", SiteRoutes.Reading, Show);
        pages.MapPost("/finish", FinishAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext context, UserManager<User> users, NewcomerProofs newcomers, Letters letters, Outbox outbox, SignUpForm form, IOptions<MailOptions> mail)
    {
        if (!mail.Value.IsOn)
            return Results.NotFound();
        var email = (await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString().Trim();
        var refusal = SignUpRules.CheckEmail(email) ?? outbox.Post(await users.FindByEmailAsync(email) is null
            ? letters.Confirm(email, newcomers.Seal(new() { Email = email }))
            : letters.HasAccount(email));
        if (refusal is null)
            return Answers.Page<LetterSentPage>(context, new { Email = email });
        Answers.SayWhenToRetry(context, refusal);
        return Answers.Page<SignUpPage>(context, new { View = await form.MakeAsync(context) with { Way = "email", Email = email, Refusal = refusal } }, refusal.Status);
    }

    private static IResult Show(HttpContext context, NewcomerProofs newcomers, string proof = "") => newcomers.Open(proof) is { } known
        ? Answers.Page<FinishPage>(context, new { View = new FinishView { Proof = proof, Email = known.Newcomer.Email, Provider = known.Newcomer.ProviderTitle, Name = known.Newcomer.Name } })
        : Answers.Refuse(context, TooOld);

    private static async Task<IResult> FinishAsync(HttpContext context, NewcomerProofs newcomers, SignUpPerson signUp, OpenSession open)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var (proof, name) = (fields["proof"].ToString(), fields["name"].ToString().Trim());
        if (newcomers.Open(proof) is not { } known)
            return Answers.Refuse(context, TooOld);
        var newcomer = known.Newcomer;
        var ask = new SignUpAsk
        {
            PersonId = known.PersonId,
            Name = name,
            Email = newcomer.Email,
            Password = newcomer.Provider is null ? fields["password"].ToString() : null,
            Login = newcomer.Provider is null ? null : new(newcomer.Provider, newcomer.Subject ?? "", newcomer.ProviderTitle),
        };
        if (await SignUpHttp.TryAsync(ask, newcomer.ProviderTitle ?? "password", signUp, open, context) is not { } refusal)
            return Answers.SeeOther(context, ReturnPath.Of(newcomer.Return));
        Answers.SayWhenToRetry(context, refusal);
        return Answers.Page<FinishPage>(
            context, new { View = new FinishView { Proof = proof, Email = newcomer.Email, Provider = newcomer.ProviderTitle, Name = name, Refusal = refusal } }, refusal.Status);
    }

    private static Refusal TooOld { get; } = Refusal.Invalid("link.too_old", "", "This link is not whole, or too old. Nothing was kept; begin again at /sign-up.");
}
