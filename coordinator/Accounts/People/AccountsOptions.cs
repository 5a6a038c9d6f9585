namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>Whose word about people is taken.</summary>
internal sealed class AccountsOptions
{
    public const string Section = "Accounts";

    /// <summary>
    /// PEM file with the public keys of the sites that may prove people; a site writes its own as site.pub in its folder. Read again when
    /// it changes. Relative to the working folder; may be missing, and then nobody is signed in. Default "data/site/site.pub".
    /// </summary>
    public string SiteKeyFile { get; set; } = "data/site/site.pub";
}
