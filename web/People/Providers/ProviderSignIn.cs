using System.Security.Claims;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.SignUp;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Providers;

/// <summary>
/// Signs in whom a provider vouches for; a newcomer chooses a name first. An address that a provider names never opens an account that somebody
/// made otherwise: providers could be wrong, or the address another's by now.
/// </summary>
internal sealed class ProviderSignIn(UserManager<User> users, OpenSession open, NewcomerProofs newcomers, LinkProvider link)
{
    /// <summary>Property of the way there and back: where the person wanted to go.</summary>
    public const string Wanted = "laiongrid.return";

    private const int LongestSubject = 128;

    /// <param name="way">What was sealed when the person left, and came back unchanged.</param>
    public async Task<IResult> RunAsync(ProviderView provider, ClaimsPrincipal? said, AuthenticationProperties? way, HttpContext context)
    {
        if (said?.FindFirstValue("sub") is not { Length: > 0 and <= LongestSubject } subject)
            return Answers.Refuse(context, Nameless(provider.Title));
        if (way?.Items.TryGetValue(LinkProvider.For, out var person) == true && Guid.TryParse(person, out var personId))
            return Answers.SeeOther(context, link.AddressToConfirm(new(personId, provider.Key, subject, SaidName(said))));
        var asked = way?.Items.TryGetValue(Wanted, out var wanted) == true ? wanted : null;
        if (await users.FindByLoginAsync(provider.Key, subject) is { } known)
            return await open.RunAsync(known, provider.Title, context) is { } refusal ? Answers.Refuse(context, refusal) : Answers.SeeOther(context, ReturnPath.Of(asked));
        var proof = newcomers.Seal(new()
        {
            Email = await FreeAddressAsync(said),
            Provider = provider.Key,
            ProviderTitle = provider.Title,
            Subject = subject,
            Name = SuggestedName(said),
            Return = ReturnPath.Of(asked),
        });
        return Answers.SeeOther(context, $"/sign-up/finish?proof={proof}");
    }

    /// <summary>The address, if the provider has confirmed it and nobody has it here.</summary>
    private async Task<string?> FreeAddressAsync(ClaimsPrincipal said) =>
        said.FindFirstValue("email") is { } email && said.FindFirstValue("email_verified") is "true" or "True"
            && SignUpRules.CheckEmail(email) is null && await users.FindByEmailAsync(email) is null
            ? email
            : null;

    private static string SuggestedName(ClaimsPrincipal said) =>
        new[] { said.FindFirstValue("preferred_username"), said.FindFirstValue("nickname") }.FirstOrDefault(name => name is not null && SignUpRules.CheckName(name) is null) ?? "";

    /// <summary>What a person would know their account there by; empty when the provider says nothing of the kind.</summary>
    private static string SaidName(ClaimsPrincipal said) => said.FindFirstValue("preferred_username") ?? said.FindFirstValue("nickname") ?? said.FindFirstValue("email") ?? "";

    private static Refusal Nameless(string provider) => Refusal.Invalid("provider.failed", "", $"{provider} did not say who you are, so you were not signed in. Sign in another way.");
}
