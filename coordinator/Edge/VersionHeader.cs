using System.Reflection;

namespace LaionGrid.Coordinator.Edge;

/// <summary>Says in each answer which version this is, for people who look for what is wrong between two machines.</summary>
internal static class VersionHeader
{
    private const string Name = "laiongrid-version";

    private static readonly string Version =
        typeof(VersionHeader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static void UseVersionHeader(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers[Name] = Version;
        return next(context);
    });
}
