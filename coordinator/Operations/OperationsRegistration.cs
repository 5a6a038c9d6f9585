namespace LaionGrid.Coordinator.Operations;

internal static class OperationsRegistration
{
    public static void MapOperations(this IEndpointRouteBuilder routes) => routes.MapGrpcService<OperationsGrpc>();
}
