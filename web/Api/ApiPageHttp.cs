using LaionGrid.Web.Site;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace LaionGrid.Web.Api;

/// <summary>The API's document as a page that people read.</summary>
internal static class ApiPageHttp
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    public static void MapApiPage(this IEndpointRouteBuilder routes) => routes.MapMethods("/api", SiteRoutes.Reading, ShowAsync).KeptForAll();

    private static async Task<IResult> ShowAsync(
        HttpContext context, [FromKeyedServices(ApiRegistration.Document)] IOpenApiDocumentProvider documents, IOptions<SiteOptions> site, CancellationToken cancellationToken)
    {
        var document = await documents.GetOpenApiDocumentAsync(cancellationToken);
        var calls = from path in document.Paths
                    from operation in path.Value.Operations?.AsEnumerable() ?? []
                    select CallOf(path.Key, operation.Key.Method, operation.Value);
        return Answers.PublicPage<ApiPage>(context, new { Calls = (IReadOnlyList<ApiCall>)[.. calls], Origin = site.Value.Absolute(context.Request, "") }, Keep);
    }

    private static ApiCall CallOf(string path, string method, OpenApiOperation operation) => new(
        method, path, operation.Summary ?? "", operation.Description ?? "",
        [.. (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Query).Select(parameter => parameter.Name ?? "")],
        [.. (operation.Responses?.Keys.AsEnumerable() ?? []).Order(StringComparer.Ordinal)]);
}

/// <summary>One call of the API.</summary>
/// <param name="Parameters">Names in the query.</param>
/// <param name="Statuses">That it may answer with.</param>
public sealed record ApiCall(string Method, string Path, string Summary, string Description, IReadOnlyList<string> Parameters, IReadOnlyList<string> Statuses);
