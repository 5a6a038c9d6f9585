namespace LaionGrid.Worker.Rendering;

/// <summary>Adds the render process.</summary>
internal static class RenderingRegistration
{
    public static IServiceCollection AddRendering(this IServiceCollection services, DeviceRequest device) =>
        services.AddSingleton(ChildCommand.Self(device)).AddSingleton(new RenderingOptions()).AddSingleton<IRenderer, RenderProcess>();
}
