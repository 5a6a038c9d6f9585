using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Passkeys;

/// <summary>Which site a passkey is for: the public address where one is set, else the one that the request names, as on localhost.</summary>
internal sealed class PasskeyOrigins(IOptions<SiteOptions> site) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        options.ServerDomain = site.Value.PublicAddress.Length > 0 ? new Uri(site.Value.PublicAddress).Host : null;
        options.UserVerificationRequirement = "required"; // it stands alone, so holding the device must not be enough
        options.ResidentKeyRequirement = "required"; // signing in asks for no name
        options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && IsOwn(context.Origin, context.HttpContext.Request));
    }

    private bool IsOwn(string origin, HttpRequest request) => origin.Equals(site.Value.Absolute(request, ""), StringComparison.OrdinalIgnoreCase);
}
