using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Page;

internal static class PageRegistration
{
    public static IServiceCollection AddPage(this IServiceCollection services, PageMode mode, int port) => mode == PageMode.Off
        ? services.AddSingleton<IPageDoor, ClosedDoor>()
        : services.AddSingleton(provider => new PageServer(
                mode == PageMode.On, port, provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<IOwnerDesk>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PageServer>>()))
            .AddSingleton<IPageDoor>(provider => provider.GetRequiredService<PageServer>()).AddHostedService(provider => provider.GetRequiredService<PageServer>());
}
