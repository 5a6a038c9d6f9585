using System.Text.Json;
using LaionGrid.Web.Coordinator;
namespace LaionGrid.Web.Api;

/// <summary>Reads what a program sent, within bounds, and says in words what is wrong with it.</summary>
internal static class ApiBody
{
    /// <returns>The message, and the text that it came as.</returns>
    /// <exception cref="RefusedException">It is too long, or not of this shape.</exception>
    public static async Task<(T Message, string Text)> ReadAsync<T>(HttpRequest request, JsonSerializerOptions options, CancellationToken cancellationToken) where T : class
    {
        if (!request.HasJsonContentType())
            throw new RefusedException(Refusal.Invalid("body.not_json", "", "The body was not sent as JSON. Send it with Content-Type: application/json."));
        var text = await ReadTextAsync(request, cancellationToken);
        try
        {
            return (JsonSerializer.Deserialize<T>(text, options) ?? throw new RefusedException(Refusal.Invalid("body.empty", "", "The body is null. Send an object.")), text);
        }
        catch (JsonException error)
        {
            throw new RefusedException(Refusal.Invalid("body.unreadable", FieldOf(error), $"The body cannot be read at {error.Path ?? "its start"}, line {error.LineNumber + 1}: a value of another type is wanted there, or it is no JSON."), error);
        }
    }

    // The server itself bounds what it reads; see SiteHost.
    private static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(request.Body);
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (BadHttpRequestException error)
        {
            throw new RefusedException(Refusal.Invalid("body.too_long", "", "The body is longer than 64 KiB, which no request needs, or broke off."), error);
        }
    }

    private static string FieldOf(JsonException error) => error.Path is { } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "";
}
