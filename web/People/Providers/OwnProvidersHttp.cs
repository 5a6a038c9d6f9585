using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Me;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Providers;

/// <summary>Which providers' accounts open one's own, linking one and taking it away.</summary>
internal static class OwnProvidersHttp
{
    public const string Address = "/me/providers";

    public static void MapOwnProviders(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Address).RequirePerson().RequireFreshSignIn().CheckForms();
        pages.MapMethods("", SiteRoutes.Reading, (HttpContext context, OwnPerson own, UserManager<Storage.User> users, SignInProviders providers) => ShowAsync(context, own, users, providers, null));
        pages.MapMethods("/link/{provider}", SiteRoutes.Reading, (string provider, HttpContext context, SignInProviders providers) =>
            providers.Challenge(context, provider, new() { Items = { [LinkProvider.For] = $"{SessionClaims.UserId(context)}" } }));
        pages.MapMethods("/confirm", SiteRoutes.Reading, Confirm);
        pages.MapPost("/confirm", LinkAsync);
        pages.MapPost("/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, OwnPerson own, UserManager<Storage.User> users, SignInProviders providers, Refusal? refusal)
    {
        var linked = await users.GetLoginsAsync(await own.LoadAsync(context));
        return Answers.Page<OwnProvidersPage>(context, new
        {
            Linked = linked.Select(login => new LinkedRow(login.LoginProvider, login.ProviderKey, providers.TitleOf(login.LoginProvider))).ToList(),
            Others = providers.All.Where(one => linked.All(login => login.LoginProvider != one.Key)).ToList(),
            Refusal = refusal,
        }, refusal?.Status ?? StatusCodes.Status200OK);
    }

    private static IResult Confirm(HttpContext context, LinkProvider link, SignInProviders providers)
    {
        var proof = context.Request.Query["proof"].ToString();
        return link.Open(proof, SessionClaims.UserId(context)) is { } account
            ? Answers.Page<LinkProviderPage>(context, new { Title = providers.TitleOf(account.Provider), account.Name, Proof = proof })
            : Answers.Refuse(context, NoProof);
    }

    private static async Task<IResult> LinkAsync(HttpContext context, OwnPerson own, UserManager<Storage.User> users, LinkProvider link, SignInProviders providers)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        if (link.Open(fields["proof"].ToString(), SessionClaims.UserId(context)) is not { } account)
            return Answers.Refuse(context, NoProof);
        return await link.AddAsync(await own.LoadAsync(context), account) is { } refusal ? await ShowAsync(context, own, users, providers, refusal) : Answers.SeeOther(context, Address);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, OwnPerson own, UserManager<Storage.User> users, LinkProvider link, SignInProviders providers)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        return await link.RemoveAsync(await own.LoadAsync(context), fields["provider"].ToString(), fields["subject"].ToString()) is { } refusal
            ? await ShowAsync(context, own, users, providers, refusal)
            : Answers.SeeOther(context, Address);
    }

    private static Refusal NoProof { get; } = Refusal.Invalid("provider.link_too_old", "", "This page is not whole, too old, or another person's, so nothing was linked. Begin again at /me/providers.");
}

/// <summary>A provider's account that opens this one.</summary>
/// <param name="Subject">Who the person is to the provider, as the form sends it.</param>
public sealed record LinkedRow(string Provider, string Subject, string Title);
