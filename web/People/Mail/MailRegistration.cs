using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Mail;

internal static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddCheckedOptions<MailOptions>(MailOptions.Section)
        .AddSingleton<IValidateOptions<MailOptions>, WholeMailOptions>()
        .AddSingleton<Outbox>().AddSingleton<Letters>().AddHostedService<MailLoop>();

    /// <summary>What mail needs besides a host.</summary>
    private sealed class WholeMailOptions(IOptions<SiteOptions> site) : IValidateOptions<MailOptions>
    {
        public ValidateOptionsResult Validate(string? name, MailOptions options)
        {
            if (!options.IsOn)
                return ValidateOptionsResult.Success;
            if (SignUpRules.CheckEmail(options.From) is not null)
                return ValidateOptionsResult.Fail("Mail:From must be the address that letters come from, such as grid@example.org.");
            // A link made from the address that a request claims could lead a person's secret elsewhere.
            return site.Value.PublicAddress.Length > 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Site:PublicAddress must be set when Mail:Host is, because letters hold links to this site.");
        }
    }
}
