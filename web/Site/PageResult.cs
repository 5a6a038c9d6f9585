using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace LaionGrid.Web.Site;

/// <summary>
/// A page, rendered from its components straight into the answer. Razor's own result prepares for streaming, browser-side components and their state besides, which no
/// page here has, and takes as long again as the rendering.
/// </summary>
/// <param name="parameters">An object whose properties are the component's parameters.</param>
/// <param name="status">Of the answer.</param>
internal sealed class PageResult<T>(object parameters, int status) : IResult where T : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        services.GetRequiredService<FormTokens>().Context = httpContext;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        using var page = new PageWriter();
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(new RouteValueDictionary(parameters)));
            root.WriteHtmlTo(page);
        });
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType) = (status, "text/html; charset=utf-8");
        page.CopyTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
