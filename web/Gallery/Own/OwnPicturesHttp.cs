using System.Globalization;
using System.Runtime.CompilerServices;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Gallery.Own;

/// <summary>All that a person has asked for: looked through, shown and hidden, deleted, taken along.</summary>
internal static class OwnPicturesHttp
{
    private const int PageSize = 20;
    private const int ExportPage = 50;
    private const string Delete = "delete";
    private const string Withdraw = "withdraw";

    public static void MapOwnPictures(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/me/pictures", SiteRoutes.Reading, ShowAsync);
        routes.MapMethods("/me/pictures.json", SiteRoutes.Reading, SendSettings);
        routes.MapPost("/me/pictures", ChangeAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PicturesGrpc pictures, CancellationToken cancellationToken, string words = "", string before = "", string said = "")
    {
        if (context.Person() is not { } person)
            return SignIn.First(context);
        if (await pictures.ListOwnAsync(person, PageSize, before, words, cancellationToken) is not { } requests)
            return Results.NotFound();
        return Answers.Page<OwnPicturesPage>(context, new
        {
            View = new OwnPicturesView(requests, words, before.Length == 0, requests.Count == PageSize ? requests[^1].RequestId : null, SaidOf(said)),
        });
    }

    private static IResult SendSettings(HttpContext context, PicturesGrpc pictures)
    {
        if (context.Person() is not { } person)
            return SignIn.First(context);
        Sheltered.Keep(context);
        context.Response.Headers.ContentDisposition = "attachment; filename=laiongrid-pictures.json";
        return Results.Json(ReadAllAsync(person, pictures, context.RequestAborted), Answers.Json);
    }

    /// <summary>A page at a time, so that a long history needs no memory.</summary>
    private static async IAsyncEnumerable<OwnRequestRecord> ReadAllAsync(Person person, PicturesGrpc pictures, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var before = ""; ;)
        {
            var page = await pictures.ListOwnAsync(person, ExportPage, before, "", cancellationToken) ?? [];
            foreach (var request in page)
                yield return OwnRequestRecord.Of(request);
            if (page.Count < ExportPage)
                yield break;
            before = page[^1].RequestId;
        }
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, PicturesGrpc pictures, ReleasesGrpc releases, PublicCache kept, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignIn.First(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (picked, act) = (form["picture"].OfType<string>().Distinct().ToList(), form["act"].ToString());
        if (picked.Count == 0)
            return Answers.SeeOther(context, "/me/pictures?said=nothing");
        if (act == Delete)
        {
            if (form["sure"] != "yes")
                return Answers.Page<DeletePicturesPage>(context, new { Picked = picked });
            var gone = await pictures.DeleteAsync(person, picked, cancellationToken);
            await kept.EvictAsync(PublicCache.Everything, CancellationToken.None); // what is gone is gone at once, wherever it hung
            return Answers.SeeOther(context, Told("deleted", gone));
        }
        if (act == Withdraw)
            return Answers.SeeOther(context, Told("withdrawn", await releases.WithdrawAsync(person, picked, cancellationToken)));
        if (Visibilities.Parse(act) is not { } visibility)
            return Answers.Refuse(context, Visibilities.Unknown);
        var changed = await pictures.ChangeVisibilityAsync(person, picked, visibility, cancellationToken);
        await kept.EvictAsync(PublicCache.Everything, CancellationToken.None);
        return Answers.SeeOther(context, Told("changed", changed));
    }

    private static string Told(string what, int count) => string.Create(CultureInfo.InvariantCulture, $"/me/pictures?said={what}-{count}");

    /// <summary>Only words of the site's own come back out of an address.</summary>
    private static string SaidOf(string said) => said.Split('-', 2) switch
    {
        ["nothing"] => "No picture was picked, so nothing was changed. Tick the ones that you mean.",
        ["changed", var count] when int.TryParse(count, out var changed) => $"{Units.Counted(changed, "picture is", "pictures are")} shown so now.",
        ["withdrawn", var count] when int.TryParse(count, out var withdrawn) => $"{Units.Counted(withdrawn, "picture stays", "pictures stay")} out of the open data from now on, and {(withdrawn == 1 ? "is" : "are")} shown as before. Copies that others have of earlier releases cannot be called back.",
        ["deleted", var count] when int.TryParse(count, out var deleted) => $"{Units.Counted(deleted, "picture is", "pictures are")} gone.",
        _ => "",
    };
}
