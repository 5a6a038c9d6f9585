using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Me;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Mail;

/// <summary>One's e-mail address: given, confirmed through a letter, removed. It counts only once it is confirmed, by the person who asked.</summary>
internal static class OwnAddressHttp
{
    private const string Purpose = "address.change";
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    public static void MapOwnAddress(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/me/email").RequirePerson().MapMethods("/confirm", SiteRoutes.Reading, ConfirmAsync);
        var pages = routes.MapGroup("/me/email").RequirePerson().RequireFreshSignIn().CheckForms();
        pages.MapMethods("", SiteRoutes.Reading, (HttpContext context, OwnPerson own, IOptions<MailOptions> mail) => ShowAsync(context, own, mail, "", null));
        pages.MapPost("", AskAsync).Paced();
        pages.MapPost("/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, OwnPerson own, IOptions<MailOptions> mail, string typed, Refusal? refusal) => Answers.Page<OwnAddressPage>(
        context, new { Current = (await own.LoadAsync(context)).Email, SendsMail = mail.Value.IsOn, Typed = typed, Refusal = refusal }, refusal?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> AskAsync(HttpContext context, OwnPerson own, UserManager<User> users, Proofs proofs, Letters letters, Outbox outbox, IOptions<MailOptions> mail)
    {
        if (!mail.Value.IsOn)
            return Results.NotFound();
        var email = (await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString().Trim();
        var refusal = SignUpRules.CheckEmail(email) ?? outbox.Post(await users.FindByEmailAsync(email) is null
            ? letters.ConfirmChange(email, proofs.Seal(Purpose, new Change(SessionClaims.UserId(context), email), Life))
            : letters.HasAccount(email));
        return refusal is null ? Answers.Page<LetterSentPage>(context, new { Email = email }) : await ShowAsync(context, own, mail, email, refusal);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, OwnPerson own, UserManager<User> users, Proofs proofs, string proof = "")
    {
        if (proofs.Open<Change>(Purpose, proof) is not { } opened || opened.What.UserId != SessionClaims.UserId(context))
            return Answers.Refuse(context, TooOld);
        var user = await own.LoadAsync(context);
        (user.Email, user.NormalizedEmail, user.EmailConfirmed) = (opened.What.Email, users.NormalizeEmail(opened.What.Email), true);
        try
        {
            await users.UpdateSecurityStampAsync(user); // links that went to the old address end
        }
        catch (DbUpdateException)
        {
            return Answers.Refuse(context, TooOld); // somebody else confirmed it meanwhile
        }
        return Answers.SeeOther(context, "/me");
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, OwnPerson own, UserManager<User> users)
    {
        var user = await own.LoadAsync(context);
        (user.Email, user.NormalizedEmail, user.EmailConfirmed) = (null, null, false);
        await users.UpdateSecurityStampAsync(user);
        return Answers.SeeOther(context, "/me/email");
    }

    private static Refusal TooOld { get; } = Refusal.Invalid("link.too_old", "", "This link is not whole, too old, or not yours. Your address is as it was; ask for a new letter at /me/email.");

    private sealed record Change(Guid UserId, string Email);
}
