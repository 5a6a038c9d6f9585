using System.Text.Json;
using System.Text.Json.Serialization;
using LaionGrid.Web.Coordinator.Jobs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LaionGrid.Web.Api;

internal static class ApiRegistration
{
    /// <summary>Name of the document, and the API's version.</summary>
    public const string Document = "v1";

    /// <summary>Name of the policy by which programs in other sites' pages may read.</summary>
    public const string Reading = "reading";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddCors(cors => cors.AddPolicy(Reading, policy => policy.AllowAnyOrigin().WithMethods(HttpMethods.Get).WithHeaders("Authorization").WithExposedHeaders("RateLimit", "RateLimit-Policy", "Retry-After")));
        // The document is written by these; answers name their own.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower)));
        services.AddOpenApi(Document, api =>
        {
            api.ShouldInclude = one => one.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true || one.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
            api.AddDocumentTransformer(DescribeAsync);
        });
        return services.AddSingleton<ApiGrpc>().AddSingleton<ApiLimits>().AddSingleton<RequestKeys>().AddSingleton<EventWriter>();
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOwnApi();
        routes.MapOpenAiApi();
        routes.MapOpenApi("/api/openapi.json");
        routes.MapApiPage();
    }

    /// <summary>A part of the API whose refusals have one shape.</summary>
    public static RouteGroupBuilder MapApiGroup(this IEndpointRouteBuilder routes, string root, ApiShape shape)
    {
        var limits = routes.ServiceProvider.GetRequiredService<ApiLimits>();
        var group = routes.MapGroup(root);
        group.AddEndpointFilter(new ApiRefusals(shape));
        group.AddEndpointFilter((context, next) => limits.GuardAsync(context, next, shape));
        return group;
    }

    public static RouteHandlerBuilder ProducesRefusals(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<ApiError>(status);
        return endpoint;
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "LaionGrid", Version = Document, Description = "Ask a network of volunteers' GPUs for pictures, watch them come, and read what all of it did." };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key from your page, such as lg_... Reading public things and asking anonymously need none." };
        return Task.CompletedTask;
    }
}
