using LaionGrid.Web.Datasets.Explorer.Exports;
using LaionGrid.Web.Datasets.Explorer.Images;
using LaionGrid.Web.Site;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Similar;

/// <summary>What is like a picture: the nearest of each that look nearly the same or, where that is asked, those that look nearly the same as it.</summary>
internal static class SimilarHttp
{
    private const int SimilarOnes = 24;
    private const int CopiesShown = 96;

    public static string SimilarAddress(DataSet set, string uid) => $"/data/similar/{Uri.EscapeDataString(uid)}?set={Uri.EscapeDataString(set.Name)}";

    public static string CopiesAddress(DataSet set, string uid) => $"{SimilarAddress(set, uid)}&copies=yes";

    public static IResult Show(HttpContext context, DataShelf shelf, string uid, string set = "")
    {
        var query = new AskedQuery(context.Request.Query);
        var isCopies = query.OneOf("copies", "no", "no", "yes") == "yes";
        if (query.Fault is { } fault)
            return Answers.Refuse(context, fault);
        return DataHttp.WithImage(context, shelf, set, uid, (found, connection, image) => isCopies ? ShowCopies(context, found, connection, image) : ShowNearest(context, found, connection, image));
    }

    private static IResult ShowNearest(HttpContext context, DataSet set, SqliteConnection connection, ImageView of)
    {
        var alike = set.Columns.Alike(connection);
        var near = FindSimilar.Of(connection, alike, of.Id, SimilarOnes);
        IReadOnlyList<ImageView> images = [.. ReadImages.ByIds(connection, near.Select(one => (int)one.Id))];
        var view = new ImagesView(set, new ImageFilter { Set = set.Name }, images)
        {
            Of = of, Cosines = near.ToDictionary(one => one.Id, one => one.Cosine), Copies = images.Append(of).ToDictionary(one => one.Id, one => alike.Of(one.Id).Count),
        };
        return DataAnswers.Of<SimilarPage>(context, ExportImages.Rows(images), new { View = view },
            new { set = set.Name, of, copies = view.Copies[of.Id], images = images.Select(one => new { cosine = view.Cosines[one.Id], copies = view.Copies[one.Id], image = one }) });
    }

    private static IResult ShowCopies(HttpContext context, DataSet set, SqliteConnection connection, ImageView of)
    {
        var copies = set.Columns.Alike(connection).Of(of.Id);
        IReadOnlyList<ImageView> images = [.. ReadImages.ByIds(connection, copies.Take(CopiesShown))];
        var view = new ImagesView(set, new ImageFilter { Set = set.Name }, images) { Of = of, Count = copies.Count };
        return DataAnswers.Of<CopiesPage>(context, ExportImages.Rows(images) with { IsCut = copies.Count > CopiesShown }, new { View = view }, new { set = set.Name, of, view.Count, images });
    }
}
