using LaionGrid.Web.Coordinator.Desk;

namespace LaionGrid.Web.Moderation;

internal static class ModerationRegistration
{
    public static IServiceCollection AddModeration(this IServiceCollection services) => services.AddSingleton<ModerationGrpc>().AddSingleton<DeskGrpc>()
        .AddSingleton<NoticeLoop>().AddHostedService(provider => provider.GetRequiredService<NoticeLoop>())
        .AddSingleton<TakedownLoop>().AddHostedService(provider => provider.GetRequiredService<TakedownLoop>());

    public static void MapModeration(this IEndpointRouteBuilder routes)
    {
        routes.MapReports();
        routes.MapModerate();
        routes.MapTransparency();
    }
}
