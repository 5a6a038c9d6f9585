using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Mail;
using LaionGrid.Web.People.Passkeys;
using LaionGrid.Web.People.Providers;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.SignUp;

/// <summary>Makes what the sign-up page shows. The person's id is drawn here and travels sealed, so that a form that is sent twice makes one person.</summary>
internal sealed class SignUpForm(PasskeyCeremony passkeys, Proofs proofs, SignInProviders providers, IOptions<MailOptions> mail, TimeProvider time)
{
    private const string Draft = "sign_up.draft";
    private static readonly TimeSpan Life = TimeSpan.FromHours(2);

    public async Task<SignUpView> MakeAsync(HttpContext context)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        return new()
        {
            Passkey = await passkeys.OfferAsync(id, "", context),
            Draft = proofs.Seal(Draft, id, Life),
            Providers = providers.All,
            SendsMail = mail.Value.IsOn,
        };
    }

    /// <summary>Null when the form was open for too long.</summary>
    public Guid? PersonIdOf(string draft) => proofs.Open<Guid>(Draft, draft)?.What;

    public static Refusal TooOld { get; } = Refusal.Invalid("form.too_old", "", "This form was open for too long. Nothing was kept; send it once more.");
}
