namespace LaionGrid.Worker.Rendering;

/// <summary>Adds the render process.</summary>
internal static class RenderingRegistration
{
    public static IServiceCollection AddRendering(this IServiceCollection services, DeviceChoice device) =>
        services.AddSingleton(ChildCommand.Self(device)).AddSingleton(new RenderingOptions()).AddSingleton<IRenderer, RenderProcess>();
}
