using System.Text;
using LaionGrid.Worker.Page.Views;
using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Page;

/// <summary>What is answered in HTML.</summary>
internal static class PageAnswers
{
    public static async Task SendAsync(HttpResponse response, Html document)
    {
        var bytes = Encoding.UTF8.GetBytes(document.Text);
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, response.HttpContext.RequestAborted);
    }

    /// <param name="what">Happened.</param>
    /// <param name="remedy">What to do.</param>
    public static Task RefuseAsync(HttpResponse response, int status, string what, string remedy)
    {
        response.StatusCode = status;
        return SendAsync(response, Frame.Of(what, Html.None, Html.Of($"<section class=\"notice\"><h1>{what}</h1><p class=\"lead\">{remedy}</p></section>")));
    }
}
