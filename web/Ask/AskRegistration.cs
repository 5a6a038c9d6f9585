using LaionGrid.Web.Ask.Sources;

namespace LaionGrid.Web.Ask;

internal static class AskRegistration
{
    public static IServiceCollection AddAsk(this IServiceCollection services) => services.AddSingleton<VisitorMark>().AddSingleton<LoadAsk>().AddSingleton<BringSources>();
}
