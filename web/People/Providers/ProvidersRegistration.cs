using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Providers;

internal static class ProvidersRegistration
{
    /// <summary>One scheme for each provider in the settings; none, and nothing is added.</summary>
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration configuration)
    {
        var providers = configuration.GetSection(ProviderOptions.Section).GetChildren().Select(section => (section.Key, Options: section.Get<ProviderOptions>() ?? new())).ToList();
        if (providers.Select(provider => provider.Options.Fault(provider.Key)).OfType<string>().ToList() is { Count: > 0 } faults)
            throw new OptionsValidationException(ProviderOptions.Section, typeof(ProviderOptions), faults);
        services.AddSingleton(new SignInProviders([.. providers.Select(provider => View(provider.Key, provider.Options))])).AddScoped<ProviderSignIn>().AddScoped<LinkProvider>();
        if (providers.Count == 0)
            return services;
        var schemes = services.AddAuthentication().AddCookie(ProviderSchemes.Unused);
        foreach (var (key, options) in providers)
            schemes.AddProvider(View(key, options), options);
        return services;
    }

    public static void UseProviders(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SignInProviders>().All.Count > 0)
            app.UseAuthentication(); // takes what providers send back
    }

    /// <summary>Begins at the address of a link: the content policy lets no form lead to another site.</summary>
    public static void MapProviders(this IEndpointRouteBuilder routes) => routes.MapMethods("/sign-in/with/{provider}", SiteRoutes.Reading, (string provider, HttpContext context, SignInProviders providers) =>
        providers.Challenge(context, provider, new AuthenticationProperties { Items = { [ProviderSignIn.Wanted] = ReturnPath.Of(context.Request.Query["return"]) } }));

    private static ProviderView View(string key, ProviderOptions options) => new(key, options.Title.Length > 0 ? options.Title : key);
}
