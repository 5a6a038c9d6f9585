using System.Buffers.Text;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Me;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Passkeys;

/// <summary>A person's passkeys: add, name and remove.</summary>
internal static class PasskeysHttp
{
    private const string Address = "/me/passkeys";
    private const int LongestName = 60;

    /// <summary>More are a sign of a script, and each makes the site's answers longer.</summary>
    private const int Most = 10;

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Address).RequirePerson().CheckForms();
        pages.MapMethods("", SiteRoutes.Reading, (HttpContext context, OwnPerson own, UserManager<User> users, PasskeyCeremony passkeys) => ShowAsync(context, own, users, passkeys, null));
        pages.MapPost("/add", AddAsync);
        pages.MapPost("/rename", RenameAsync);
        pages.MapPost("/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, OwnPerson own, UserManager<User> users, PasskeyCeremony passkeys, Refusal? refusal)
    {
        var user = await own.LoadAsync(context);
        var kept = await users.GetPasskeysAsync(user);
        return Answers.Page<PasskeysPage>(context, new
        {
            Passkeys = kept.Select(one => new PasskeyRow(Base64Url.EncodeToString(one.CredentialId), NameOf(one), one.CreatedAt, one.IsBackedUp)).ToList(),
            Challenge = kept.Count < Most ? await passkeys.OfferAsync(user.Id, user.UserName ?? "", context) : null,
            Refusal = refusal,
        }, refusal?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> AddAsync(HttpContext context, OwnPerson own, UserManager<User> users, PasskeyCeremony passkeys)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var user = await own.LoadAsync(context);
        var outcome = await passkeys.MadeAsync(fields["state"].ToString(), fields["credential"].ToString(), context);
        if (outcome is not PasskeyOutcome.Made made || made.PersonId != user.Id)
            return await ShowAsync(context, own, users, passkeys, (outcome as PasskeyOutcome.Refused)?.Refusal ?? NotYours);
        if ((await users.GetPasskeysAsync(user)).Count >= Most)
            return await ShowAsync(context, own, users, passkeys, TooMany);
        made.Passkey.Name = Cut(fields["label"].ToString());
        await users.AddOrUpdatePasskeyAsync(user, made.Passkey);
        return Answers.SeeOther(context, Address);
    }

    private static async Task<IResult> RenameAsync(HttpContext context, OwnPerson own, UserManager<User> users)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var user = await own.LoadAsync(context);
        if (await FindAsync(users, user, fields["id"].ToString()) is { } passkey)
        {
            passkey.Name = Cut(fields["name"].ToString());
            await users.AddOrUpdatePasskeyAsync(user, passkey);
        }
        return Answers.SeeOther(context, Address);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, OwnPerson own, UserManager<User> users, PasskeyCeremony passkeys, WaysIn ways)
    {
        var user = await own.LoadAsync(context);
        if (await FindAsync(users, user, (await context.Request.ReadFormAsync(context.RequestAborted))["id"].ToString()) is { } passkey)
        {
            if (await ways.IsLastAsync(user))
                return await ShowAsync(context, own, users, passkeys, LastWayIn);
            await users.RemovePasskeyAsync(user, passkey.CredentialId);
        }
        return Answers.SeeOther(context, Address);
    }

    private static async Task<UserPasskeyInfo?> FindAsync(UserManager<User> users, User user, string id) =>
        Base64Url.IsValid(id) ? await users.GetPasskeyAsync(user, Base64Url.DecodeFromChars(id)) : null;

    private static string NameOf(UserPasskeyInfo passkey) => string.IsNullOrEmpty(passkey.Name) ? "Passkey" : passkey.Name;

    private static string Cut(string name)
    {
        var plain = string.Concat(name.Trim().Where(letter => !char.IsControl(letter)));
        return plain.Length <= LongestName ? plain : plain[..LongestName];
    }

    private static Refusal NotYours { get; } = Refusal.Invalid("passkey.not_yours", "", "This passkey was made for another account, so it was not added. Open this page again and add one from here.");

    private static Refusal TooMany { get; } = new() { Kind = RefusalKind.TooMany, Code = "passkey.too_many", Message = $"You have {Most} passkeys, and more are not kept. Remove one that you do not use any more." };

    private static Refusal LastWayIn { get; } = new()
    {
        Kind = RefusalKind.Conflict, Code = "passkey.last", Message = "This is your only way to sign in, so it stays. Add another passkey or set a password first.",
    };
}

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">The credential's id, as the forms send it.</param>
/// <param name="IsBackedUp">Whether the device keeps a copy elsewhere, as password stores do.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt, bool IsBackedUp);
