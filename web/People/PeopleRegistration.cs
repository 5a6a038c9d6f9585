using LaionGrid.Web.People.Keys;
using LaionGrid.Web.People.Leaving;
using LaionGrid.Web.People.Mail;
using LaionGrid.Web.People.Me;
using LaionGrid.Web.People.Operate;
using LaionGrid.Web.People.Passkeys;
using LaionGrid.Web.People.Passwords;
using LaionGrid.Web.People.Providers;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.SignUp;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People;

internal static class PeopleRegistration
{
    public static IServiceCollection AddPeople(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<SiteKey>().AddSingleton<PersonTokens>()
        .AddCheckedOptions<PeopleOptions>(PeopleOptions.Section)
        .AddPeopleStorage().AddIdentity().AddForms().AddProviders(configuration)
        .AddSingleton<Proofs>().AddSingleton<Tries>().AddSingleton<FormPace>().AddSingleton<Sessions>().AddSingleton<SessionClaims>()
        .AddScoped<PasskeyCeremony>().AddScoped<CheckPassword>().AddScoped<OpenSession>().AddScoped<SignInForm>()
        .AddScoped<SignUpPerson>().AddScoped<SignUpForm>().AddSingleton<NewcomerProofs>()
        .AddScoped<PasswordResets>().AddMail()
        .AddScoped<ShowMe>().AddScoped<OwnPerson>().AddScoped<WaysIn>().AddScoped<RecoveryCodes>()
        .AddSingleton<LeavePerson>().AddScoped<ExportPerson>().AddHostedService<PeopleLoop>()
        .AddSingleton<ChangeRights>().AddSingleton<LockPerson>();

    /// <summary>After routing, because it depends on the address whether anybody looks who visits.</summary>
    public static void UsePeople(this WebApplication app)
    {
        app.UseProviders();
        app.UseMiddleware<KnowVisitor>();
    }

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        routes.MapProviders();
        routes.MapSignUp();
        routes.MapFinish();
        routes.MapPasswords();
        routes.MapRecovery();
        routes.MapMe();
        routes.MapPasskeys();
        routes.MapOwnPassword();
        routes.MapOwnProviders();
        routes.MapOwnAddress();
        routes.MapSessions();
        routes.MapKeys();
        routes.MapLeaving();
        routes.MapOperatePeople();
    }

    private static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        // Names and passwords have rules of this site's own, said in its own words.
        services.AddIdentityCore<User>(identity =>
        {
            identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.";
            identity.Password = new() { RequiredLength = SignUpRules.ShortestPassword, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        }).AddEntityFrameworkStores<PeopleDb>();
        return services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>().AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyOrigins>();
    }

    /// <summary>Forms about people carry a token beside a cookie that only those pages set.</summary>
    private static IServiceCollection AddForms(this IServiceCollection services) => services.AddAntiforgery(forms =>
    {
        forms.FormFieldName = "form";
        forms.Cookie.Name = "laiongrid-form";
        forms.Cookie.SameSite = SameSiteMode.Strict;
        forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        forms.SuppressXFrameOptionsHeader = true; // the content policy says it
    });
}
