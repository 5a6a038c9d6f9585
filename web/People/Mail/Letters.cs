using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Mail;

/// <summary>What the site writes to people. Links name the site's public address and never the one that a request claims.</summary>
internal sealed class Letters(IOptions<SiteOptions> site)
{
    public Letter Confirm(string to, string proof) => new(to, "Finish your account", $"""
        Somebody, you we hope, wants an account with this address.

        Choose your name and password here; the link is good for a day:
        {Link("/sign-up/finish", proof)}

        If it was not you, do nothing: there is no account yet.
        """);

    public Letter HasAccount(string to) => new(to, "You have an account already", $"""
        Somebody, you we hope, wanted an account with this address. There is one already.

        Sign in:            {Link("/sign-in")}
        Password forgotten: {Link("/forgot")}

        If it was not you, do nothing: nothing was changed.
        """);

    public Letter Reset(string to, string proof) => new(to, "Choose a new password", $"""
        Somebody, you we hope, has forgotten the password of the account with this address.

        Choose a new one here; the link is good for an hour, and once:
        {Link("/reset", proof)}

        If it was not you, do nothing: the old password stays.
        """);

    public Letter ConfirmChange(string to, string proof) => new(to, "Confirm your address", $"""
        Somebody, you we hope, wants this address for their account.

        Confirm it here; the link is good for a day:
        {Link("/me/email/confirm", proof)}

        If it was not you, do nothing: the account does not get this address.
        """);

    private string Link(string path, string? proof = null) => site.Value.PublicAddress.TrimEnd('/') + path + (proof is null ? "" : $"?proof={proof}");
}
