using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Datasets.Explorer.Exports;
using LaionGrid.Web.Datasets.Explorer.Images;
using LaionGrid.Web.Datasets.Explorer.Similar;
using LaionGrid.Web.Datasets.Explorer.Sql;
using LaionGrid.Web.Datasets.Explorer.Tables;
using LaionGrid.Web.Site;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>The open data to look into: pictures, terms, prompts, words, models, similar ones, and one's own queries.</summary>
internal static class DataHttp
{
    private const int PageSize = 48;

    private static readonly Refusal NoImage = new() { Kind = RefusalKind.NotFound, Code = "data.image.unknown", Message = "This data set has no picture of that uid. It may be one of another data set." };

    public static void MapData(this IEndpointRouteBuilder routes)
    {
        foreach (var ending in DataAnswers.Endings)
        {
            routes.MapMethods($"/data{ending}", SiteRoutes.Reading, ShowSets).KeptForAll();
            routes.MapMethods($"/data/images{ending}", SiteRoutes.Reading, ShowImages).KeptForAll();
            routes.MapMethods($"/data/terms{ending}", SiteRoutes.Reading, ShowTerms).KeptForAll();
            routes.MapMethods($"/data/prompts{ending}", SiteRoutes.Reading, ShowPrompts).KeptForAll();
            routes.MapMethods($"/data/words{ending}", SiteRoutes.Reading, ShowWords).KeptForAll();
            routes.MapMethods($"/data/models{ending}", SiteRoutes.Reading, ShowModels).KeptForAll();
            routes.MapMethods($"/data/similar/{{uid}}{ending}", SiteRoutes.Reading, SimilarHttp.Show).KeptForAll();
            routes.MapMethods($"/data/sql{ending}", SiteRoutes.Reading, ShowSql).KeptForAll();
        }
        routes.MapMethods("/data/surprise", SiteRoutes.Reading, Surprise);
        routes.MapMethods("/data/image/{uid}", SiteRoutes.Reading, ShowImage).KeptForAll();
        routes.MapExport();
    }

    private static IResult ShowSets(HttpContext context, DataShelf shelf)
    {
        var sets = shelf.All;
        var rows = new DataRows(["name", "title", "images", "prompts", "scored", "rated", "license"], [.. sets.Select(set => new object?[] { set.Name, set.Title, set.Images, set.Prompts, set.Scored, set.Rated, set.License })]);
        return DataAnswers.Of<DataPage>(context, rows, new { Sets = sets });
    }

    /// <summary>Goes to a picture by chance: never kept, so that the next one is another.</summary>
    private static IResult Surprise(HttpContext context, DataShelf shelf, string set = "")
    {
        if (shelf.Find(set) is not { Images: > 0 } found)
            return Answers.Refuse(context, DataAnswers.NoSet);
        using var connection = found.Open();
#pragma warning disable CA5394 // Which picture surprises is no secret.
        if (ReadImages.From(connection, Random.Shared.Next(found.Columns.Most(connection)) + 1) is not { } image)
            return Answers.Refuse(context, NoImage);
#pragma warning restore CA5394
        context.Response.Headers.CacheControl = "no-store";
        return Answers.SeeOther(context, ImageAddress(found, image.Uid));
    }

    private static IResult ShowImages(HttpContext context, DataShelf shelf)
    {
        var query = new AskedQuery(context.Request.Query);
        var (filter, after) = (ImageFilter.Of(query), query.Token("next"));
        if (query.Fault is { } fault)
            return Answers.Refuse(context, fault);
        if (shelf.Find(filter.Set) is not { } set)
            return NoSets(context, shelf, filter.Set);
        using var connection = set.Open();
        using var hits = new ImageHits(connection, set.Columns, filter);
        if (after is not null && !hits.Knows(after))
            return Answers.Refuse(context, OtherList);
        var (images, next) = ReadImages.Page(connection, hits, after, PageSize);
        var rows = ExportImages.Rows(images) with { Next = next?.ToString() };
        if (DataAnswers.IsCsv(context))
            return DataAnswers.Of<ImagesPage>(context, rows, new { });
        var view = new ImagesView(set, filter, images) { Next = next, IsFirst = after is null, Count = hits.Ids.Length, Facets = CountFacets.Count(connection, set.Columns, filter, hits) };
        return DataAnswers.Of<ImagesPage>(context, rows, new { View = view }, new { set = set.Name, view.Count, images, view.Facets, Next = next?.ToString() });
    }

    private static IResult ShowTerms(HttpContext context, DataShelf shelf) => WithSet(context, shelf, (query, set) =>
    {
        var (kind, sort, least, next) = (query.OneOf("kind", "artist", ReadTables.TermKinds), query.OneOf("sort", "images", ReadTables.TermSorts.Keys), query.Whole("least", 20), query.Whole("next", 0));
        return (connection => ReadTables.Terms(connection, kind, sort, least, next), new TableView(set, TableKind.Terms) { Kind = kind, Sort = sort, Least = least });
    });

    private static IResult ShowPrompts(HttpContext context, DataShelf shelf) => WithSet(context, shelf, (query, set) =>
    {
        var next = query.Whole("next", 0);
        return (connection => ReadTables.Prompts(connection, next), new TableView(set, TableKind.Prompts));
    });

    private static IResult ShowWords(HttpContext context, DataShelf shelf) => WithSet(context, shelf, (query, set) =>
    {
        var (word, next) = (query.Text("word").ToLowerInvariant(), query.Whole("next", 0));
        return (connection => word.Length == 0 ? ReadTables.Terms(connection, "word", "images", 0, next) : ReadTables.Pairs(connection, word), new TableView(set, TableKind.Words) { Word = word });
    });

    private static IResult ShowModels(HttpContext context, DataShelf shelf) => WithSet(context, shelf, (query, set) =>
    {
        var next = query.Whole("next", 0);
        return (connection => ReadTables.Models(connection, next), new TableView(set, TableKind.Models));
    });

    private static IResult ShowImage(HttpContext context, DataShelf shelf, string uid, string set = "") => WithImage(context, shelf, set, uid, (found, connection, image) =>
        DataAnswers.Of<ImagePage>(context, ExportImages.Rows([image]), new { View = new ImagesView(found, new ImageFilter { Set = set }, []) { Of = image } }));

    private static IResult ShowSql(HttpContext context, DataShelf shelf, RunSql run, string set = "", string sql = "")
    {
        if (shelf.Find(set) is not { } found)
            return NoSets(context, shelf, set);
        if (sql.Trim().Length == 0)
            return DataAnswers.Of<SqlPage>(context, new([], []), new { Set = found, Sql = "" });
        return run.Run(found, sql) switch
        {
            SqlOutcome.Given given => DataAnswers.Of<SqlPage>(context, given.Rows, new { Set = found, Sql = sql, given.Rows, given.Took }),
            SqlOutcome.Refused refused when !DataAnswers.IsJson(context) && !DataAnswers.IsCsv(context) =>
                Answers.Page<SqlPage>(context, new { Set = found, Sql = sql, refused.Reason }, StatusCodes.Status400BadRequest),
            SqlOutcome.Refused refused => Answers.Refuse(context, Refusal.Invalid("data.sql", "sql", refused.Reason)),
            _ => Answers.Refuse(context, Busy),
        };
    }

    private static readonly Refusal OtherList =
        Refusal.Invalid("data.next", "next", "The address cannot be read: its \"next\" names no picture of this list, which may have been made anew since. Begin at the first page, and follow its link to the next.");

    internal static readonly Refusal Busy = new()
    {
        Kind = RefusalKind.Busy, Code = "data.busy", Message = "Others are being served just now. Ask again in a few seconds.", RetryAfter = TimeSpan.FromSeconds(3),
    };

    internal static string ImageAddress(DataSet set, string uid) => $"/data/image/{Uri.EscapeDataString(uid)}?set={Uri.EscapeDataString(set.Name)}";

    /// <summary>Where there is no data at all yet, the first page says so instead of refusing.</summary>
    internal static IResult NoSets(HttpContext context, DataShelf shelf, string set) =>
        set.Length == 0 && !DataAnswers.IsCsv(context) && !DataAnswers.IsJson(context) ? Answers.PublicPage<DataPage>(context, new { Sets = shelf.All }) : Answers.Refuse(context, DataAnswers.NoSet);

    /// <param name="ask">What the address wants of a set: how its rows are read, and what is said of them.</param>
    private static IResult WithSet(HttpContext context, DataShelf shelf, Func<AskedQuery, DataSet, (Func<SqliteConnection, DataRows> Read, TableView View)> ask)
    {
        var query = new AskedQuery(context.Request.Query);
        var name = query.Text("set");
        if (shelf.Find(name) is not { } set)
            return NoSets(context, shelf, name);
        var (read, view) = ask(query, set);
        if (query.Fault is { } fault)
            return Answers.Refuse(context, fault);
        using var connection = set.Open();
        var rows = read(connection);
        return DataAnswers.Of<TablePage>(context, rows, new { View = view with { Rows = rows } });
    }

    internal static IResult WithImage(HttpContext context, DataShelf shelf, string name, string uid, Func<DataSet, SqliteConnection, ImageView, IResult> show)
    {
        if (shelf.Find(name) is not { } set)
            return NoSets(context, shelf, name);
        using var connection = set.Open();
        // The framework takes every sign of an address apart but this one.
        return ReadImages.One(connection, uid.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)) is { } image ? show(set, connection, image) : Answers.Refuse(context, NoImage);
    }
}
