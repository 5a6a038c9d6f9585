namespace LaionGrid.Web.People.Providers;

/// <summary>
/// One provider that people may sign in with, as the settings under Providers:NAME say: one that speaks OpenID Connect has an <see cref="Authority"/>, one that speaks
/// plain OAuth 2.0 has three addresses in its place.
/// </summary>
internal sealed class ProviderOptions
{
    public const string Section = "Providers";

    /// <summary>What its button says, such as "Example". Default: its name in the settings.</summary>
    public string Title { get; set; } = "";

    /// <summary>Its address, under which "/.well-known/openid-configuration" lies. Over https, but for a provider on this machine.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Where people are sent, for plain OAuth.</summary>
    public string AuthorizationEndpoint { get; set; } = "";

    /// <summary>Where the code that they bring back is changed for a token.</summary>
    public string TokenEndpoint { get; set; } = "";

    /// <summary>What says, for a token, who somebody is, as a JSON object.</summary>
    public string UserInformationEndpoint { get; set; } = "";

    /// <summary>Field of that object that names the person for ever, a text or a number. Default "id".</summary>
    public string SubjectField { get; set; } = "id";

    /// <summary>Field of that object with a name to begin with. Default "login".</summary>
    public string NameField { get; set; } = "login";

    /// <summary>Scopes to ask for, separated by blanks; plain OAuth alone. Default none: who somebody is, and nothing else.</summary>
    public string Scopes { get; set; } = "";

    /// <summary>This site's id at the provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>This site's secret at the provider, best given by the environment (Providers__NAME__ClientSecret).</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>File whose first line is the secret; goes before <see cref="ClientSecret"/>.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>Whether it speaks plain OAuth, without OpenID Connect.</summary>
    public bool IsPlain => Authority.Length == 0 && AuthorizationEndpoint.Length > 0;

    /// <summary>The secret, wherever it stands.</summary>
    public string ReadSecret() => ClientSecretFile.Length > 0 ? File.ReadLines(ClientSecretFile).FirstOrDefault("").Trim() : ClientSecret;

    /// <summary>Null when it can be used; else what to mend.</summary>
    public string? Fault(string name)
    {
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)))
            return $"Providers:{name} must be named in small letters and digits, because its name stands in addresses.";
        (string Key, string Address)[] addresses = IsPlain
            ? [(nameof(AuthorizationEndpoint), AuthorizationEndpoint), (nameof(TokenEndpoint), TokenEndpoint), (nameof(UserInformationEndpoint), UserInformationEndpoint)]
            : [(nameof(Authority), Authority)];
        if (addresses.FirstOrDefault(one => !IsSafe(one.Address)) is { Key: { } key })
            return $"Providers:{name}:{key} must be the provider's https address, such as https://login.example.org.";
        if (IsPlain && ReadSecret().Length == 0)
            return $"Providers:{name}:ClientSecret is empty. Give the secret that the provider gave this site, or its file in Providers:{name}:ClientSecretFile.";
        return ClientId.Length > 0 ? null : $"Providers:{name}:ClientId is empty. Give the id that the provider gave this site.";
    }

    private static bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback);
}
