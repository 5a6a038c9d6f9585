using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Mail;
using LaionGrid.Web.People.Passkeys;
using LaionGrid.Web.People.Providers;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Makes what the sign-in page shows, with a passkey challenge of its own.</summary>
internal sealed class SignInForm(PasskeyCeremony passkeys, SignInProviders providers, IOptions<MailOptions> mail)
{
    public async Task<SignInView> MakeAsync(HttpContext context, string? asked, string who, Refusal? refusal) => new()
    {
        Return = ReturnPath.Of(asked),
        Passkey = await passkeys.AskAsync(context),
        Who = who,
        Refusal = refusal,
        Providers = providers.All,
        SendsMail = mail.Value.IsOn,
        Name = context.Person()?.Name,
    };
}

/// <summary>What the sign-in page shows.</summary>
public sealed record SignInView
{
    /// <summary>Where the person goes afterwards; a path of this site.</summary>
    public required string Return { get; init; }

    public required PasskeyChallenge Passkey { get; init; }

    /// <summary>The name or address that was typed before.</summary>
    public required string Who { get; init; }

    /// <summary>Why the last try failed; null at the first.</summary>
    public required Refusal? Refusal { get; init; }

    public required IReadOnlyList<ProviderView> Providers { get; init; }

    /// <summary>Whether this site can send a link when a password is forgotten.</summary>
    public required bool SendsMail { get; init; }

    /// <summary>Who is signed in and shall show it again; null for nobody.</summary>
    public required string? Name { get; init; }
}
