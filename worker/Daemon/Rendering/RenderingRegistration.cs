namespace LaionGrid.Worker.Rendering;

/// <summary>Adds the render process, one in each device's scope.</summary>
internal static class RenderingRegistration
{
    /// <param name="device">The scope's device.</param>
    /// <param name="temporaryFolder">For files of the processes.</param>
    public static IServiceCollection AddRendering(this IServiceCollection services, Func<IServiceProvider, DeviceRequest> device, string temporaryFolder) => services
        .AddSingleton(new RenderingOptions { TemporaryFolder = temporaryFolder }).AddSingleton<RenderProcesses>()
        .AddScoped(provider => ChildCommand.Self(device(provider))).AddScoped<IRenderer, RenderProcess>();
}
