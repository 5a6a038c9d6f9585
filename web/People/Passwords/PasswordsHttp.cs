using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Mail;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Passwords;

/// <summary>A forgotten password: the address is asked for, a letter brings the link, the link takes the new password.</summary>
internal static class PasswordsHttp
{
    public static void MapPasswords(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").CheckForms().Paced();
        pages.MapMethods("/forgot", SiteRoutes.Reading, (HttpContext context, IOptions<MailOptions> mail) => Forgot(context, mail.Value, "", null));
        pages.MapPost("/forgot", AskAsync);
        pages.MapMethods("/reset", SiteRoutes.Reading, ShowAsync);
        pages.MapPost("/reset", SetAsync);
    }

    private static IResult Forgot(HttpContext context, MailOptions mail, string email, Refusal? refusal) =>
        Answers.Page<ForgotPage>(context, new { Email = email, Refusal = refusal, SendsMail = mail.IsOn }, refusal?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> AskAsync(HttpContext context, UserManager<User> users, PasswordResets resets, Letters letters, Outbox outbox, IOptions<MailOptions> mail)
    {
        if (!mail.Value.IsOn)
            return Results.NotFound();
        var email = (await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString().Trim();
        if (SignUpRules.CheckEmail(email) is { } malformed)
            return Forgot(context, mail.Value, email, malformed);
        var user = await users.FindByEmailAsync(email);
        var proof = resets.Seal(user ?? new User { CreatedAt = DateTimeOffset.UnixEpoch }); // for nobody as well, so that it takes as long
        return user is not null && outbox.Post(letters.Reset(email, proof)) is { } refusal
            ? Forgot(context, mail.Value, email, refusal)
            : Answers.Page<LetterSentPage>(context, new { Email = email });
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PasswordResets resets, string proof = "") => await resets.FindAsync(proof) is { } user
        ? Answers.Page<ResetPage>(context, new { Proof = proof, user.Email })
        : Answers.Refuse(context, TooOld);

    private static async Task<IResult> SetAsync(HttpContext context, PasswordResets resets, OpenSession open)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var proof = fields["proof"].ToString();
        if (await resets.FindAsync(proof) is not { } user)
            return Answers.Refuse(context, TooOld);
        if (await resets.SetAsync(user, fields["password"].ToString(), context.RequestAborted) is { } refusal)
            return Answers.Page<ResetPage>(context, new { Proof = proof, user.Email, Refusal = refusal }, refusal.Status);
        return await open.RunAsync(user, "a link by mail", context) is { } closed ? Answers.Refuse(context, closed) : Answers.SeeOther(context, "/me");
    }

    private static Refusal TooOld { get; } = Refusal.Invalid("link.too_old", "", "This link is not whole, too old, or was used already. The password is as it was; ask for a new link at /forgot.");
}
