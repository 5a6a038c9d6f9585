using LaionGrid.Web.Coordinator.Commons;

namespace LaionGrid.Web.Annotate;

internal static class AnnotateRegistration
{
    public static IServiceCollection AddAnnotate(this IServiceCollection services) => services.AddSingleton<AnnotationGrpc>();
}
