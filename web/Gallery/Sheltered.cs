using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Gallery;

/// <summary>Keeps what is not public out of caches and search engines: how long an answer may be shown, by whom its picture may be seen.</summary>
internal static class Sheltered
{
    private const string Nowhere = "private, no-store";

    /// <summary>The answer as it was made when the picture is public; kept nowhere and found by no search otherwise.</summary>
    public static IResult For(HttpContext context, PictureView picture, IResult answer)
    {
        if (picture.Job.Visibility != Visibility.Public)
            Keep(context);
        return answer;
    }

    /// <summary>Says that this answer is for who asked, and for now.</summary>
    public static void Keep(HttpContext context)
    {
        context.Response.Headers.CacheControl = Nowhere;
        context.Response.Headers["X-Robots-Tag"] = "noindex";
    }
}
