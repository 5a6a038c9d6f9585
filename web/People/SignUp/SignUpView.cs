using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Passkeys;
using LaionGrid.Web.People.Providers;

namespace LaionGrid.Web.People.SignUp;

/// <summary>What the sign-up page shows.</summary>
public sealed record SignUpView
{
    public required PasskeyChallenge Passkey { get; init; }

    /// <summary>A passkey that the browser made at the last try, to be taken with another name; empty for none.</summary>
    public string Credential { get; init; } = "";

    /// <summary>The sealed id of the person to be, for signing up by password.</summary>
    public required string Draft { get; init; }

    /// <summary>Whether an address is confirmed by a letter first. If not, a password comes with a name alone.</summary>
    public required bool SendsMail { get; init; }

    public required IReadOnlyList<ProviderView> Providers { get; init; }

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    /// <summary>Which of the page's forms was sent: "passkey", "password" or "email"; empty at first.</summary>
    public string Way { get; init; } = "";

    public Refusal? Refusal { get; init; }

    /// <summary>The refusal, in the form that was sent.</summary>
    public Refusal? RefusalOf(string way) => Way == way ? Refusal : null;
}
