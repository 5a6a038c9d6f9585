using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LaionGrid.Coordinator.Edge;

/// <summary>How messages are read: only such as are what they say, and none packed.</summary>
internal static class StrictMessages
{
    public static IServiceCollection AddStrictMessages(this IServiceCollection services)
    {
        services.RemoveAll(typeof(IServiceMethodProvider<>)).AddSingleton(typeof(IServiceMethodProvider<>), typeof(ReadableMethods<>));
        // The framework bounds a packed message before it is unpacked and not after, so a short one could fill the memory. Ours are
        // short or do not pack well, and without a provider a packed one is answered UNIMPLEMENTED.
        return services.PostConfigure<GrpcServiceOptions>(grpc => grpc.CompressionProviders.Clear());
    }
}
