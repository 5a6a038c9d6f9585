using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Gateway;

/// <summary>A short answer in words.</summary>
internal static class GatewayAnswer
{
    public static Task SayAsync(HttpContext context, int status, string text)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "text/plain; charset=utf-8");
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
