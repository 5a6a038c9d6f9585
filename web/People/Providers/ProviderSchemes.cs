using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace LaionGrid.Web.People.Providers;

/// <summary>Sets the framework's handlers up for a provider. Whichever it is, what comes of it is three claims: "sub", a name, and an address if it is confirmed.</summary>
internal static class ProviderSchemes
{
    /// <summary>The handlers want a scheme to sign in with, but a ticket never comes that far: the site's own session begins instead.</summary>
    public const string Unused = "unused";

    public static void AddProvider(this AuthenticationBuilder schemes, ProviderView provider, ProviderOptions options)
    {
        if (options.IsPlain)
            schemes.AddOAuth(provider.Key, scheme => ConfigurePlain(scheme, provider, options));
        else
            schemes.AddOpenIdConnect(provider.Key, scheme => ConfigureOpenId(scheme, provider, options));
    }

    private static void ConfigureOpenId(OpenIdConnectOptions scheme, ProviderView provider, ProviderOptions options)
    {
        (scheme.Authority, scheme.ClientId, scheme.ClientSecret) = (options.Authority, options.ClientId, options.ReadSecret());
        scheme.RequireHttpsMetadata = !new Uri(options.Authority).IsLoopback;
        (scheme.ResponseType, scheme.ResponseMode, scheme.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        scheme.MapInboundClaims = false;
        scheme.Scope.Add("email");
        Guard(scheme.NonceCookie);
        Lead(scheme, scheme.Events = new(), provider);
    }

    private static void ConfigurePlain(OAuthOptions scheme, ProviderView provider, ProviderOptions options)
    {
        (scheme.AuthorizationEndpoint, scheme.TokenEndpoint, scheme.UserInformationEndpoint) = (options.AuthorizationEndpoint, options.TokenEndpoint, options.UserInformationEndpoint);
        (scheme.ClientId, scheme.ClientSecret, scheme.UsePkce) = (options.ClientId, options.ReadSecret(), true);
        foreach (var scope in options.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            scheme.Scope.Add(scope);
        Lead(scheme, scheme.Events = new(), provider);
        scheme.Events.OnCreatingTicket = ticket => AskWhoAsync(ticket, options);
    }

    private static void Lead(RemoteAuthenticationOptions scheme, RemoteAuthenticationEvents events, ProviderView provider)
    {
        (scheme.CallbackPath, scheme.SignInScheme) = ($"/sign-in/with/{provider.Key}/back", Unused);
        Guard(scheme.CorrelationCookie);
        events.OnTicketReceived = async ticket =>
        {
            var result = await ticket.HttpContext.RequestServices.GetRequiredService<ProviderSignIn>().RunAsync(provider, ticket.Principal, ticket.Properties, ticket.HttpContext);
            await result.ExecuteAsync(ticket.HttpContext);
            ticket.HandleResponse();
        };
        events.OnRemoteFailure = async failure =>
        {
            await Answers.Refuse(failure.HttpContext, Failed(provider.Title)).ExecuteAsync(failure.HttpContext);
            failure.HandleResponse();
        };
    }

    /// <summary>A provider leads back by a link, which a strict cookie would not come along with.</summary>
    private static void Guard(CookieBuilder cookie) => (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);

    /// <summary>An address that is named here is confirmed by nobody, so none is taken.</summary>
    private static async Task AskWhoAsync(OAuthCreatingTicketContext ticket, ProviderOptions options)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, options.UserInformationEndpoint);
        ask.Headers.Accept.Add(new("application/json"));
        ask.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ticket.AccessToken);
        using var answer = await ticket.Backchannel.SendAsync(ask, ticket.HttpContext.RequestAborted);
        answer.EnsureSuccessStatusCode();
        using var said = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ticket.HttpContext.RequestAborted));
        foreach (var (claim, field) in new[] { ("sub", options.SubjectField), ("preferred_username", options.NameField) })
        {
            if (said.RootElement.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                ticket.Identity?.AddClaim(new Claim(claim, value.ToString()));
        }
    }

    private static Refusal Failed(string provider) => Refusal.Invalid(
        "provider.failed", "", $"{provider} did not confirm who you are, or you took too long, so you were not signed in. Begin again at /sign-in.");
}
