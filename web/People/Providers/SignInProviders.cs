using Microsoft.AspNetCore.Authentication;

namespace LaionGrid.Web.People.Providers;

/// <summary>The providers that the settings name, in their order.</summary>
internal sealed record SignInProviders(IReadOnlyList<ProviderView> All)
{
    /// <summary>What its buttons say; its key when the settings name it no more.</summary>
    public string TitleOf(string key) => All.FirstOrDefault(one => one.Key == key)?.Title ?? key;

    /// <summary>Sends the browser there; not found when the settings name none of this key.</summary>
    public IResult Challenge(HttpContext context, string key, AuthenticationProperties properties)
    {
        if (All.All(one => one.Key != key))
            return Results.NotFound();
        context.Response.Headers.CacheControl = "no-store";
        return Results.Challenge(properties, [key]);
    }
}

/// <summary>A provider as a page shows it.</summary>
/// <param name="Key">Its name in the settings and in addresses.</param>
public sealed record ProviderView(string Key, string Title);
