using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Datasets.Explorer.Exports;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Components;

namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>The three shapes that every page of the explorer has: a page, and by its address's ending JSON or CSV.</summary>
internal static class DataAnswers
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    public static readonly Refusal NoSet = new()
    {
        Kind = RefusalKind.NotFound,
        Code = "data.set.unknown",
        Message = "There is no such data set here. The page of the data names those that there are.",
    };

    /// <summary>What an address of a page ends with: nothing for the page, or a shape for programs.</summary>
    public static IReadOnlyList<string> Endings { get; } = ["", ".json", ".csv"];

    public static bool IsJson(HttpContext context) => Ends(context, ".json");

    public static bool IsCsv(HttpContext context) => Ends(context, ".csv");

    /// <summary>The rows in the shape that the address asks for.</summary>
    /// <param name="parameters">Of the page.</param>
    public static IResult Of<TPage>(HttpContext context, DataRows rows, object parameters) where TPage : IComponent => Of<TPage>(context, rows, parameters, new { rows = rows.Objects, rows.Next, rows.IsCut });

    /// <param name="record">The JSON, where it is not the rows alone.</param>
    public static IResult Of<TPage>(HttpContext context, DataRows rows, object parameters, object record) where TPage : IComponent
    {
        if (IsJson(context))
            return Answers.PublicJson(context, record, Keep);
        if (!IsCsv(context))
            return Answers.PublicPage<TPage>(context, parameters, Keep);
        Answers.AllowKeeping(context, Keep);
        return Results.Text(string.Concat(rows.Rows.Prepend([.. rows.Columns]).Select(CsvText.Line)), "text/csv; charset=utf-8");
    }

    /// <summary>The same address with another ending.</summary>
    public static string Other(HttpRequest request, string ending) => $"{request.Path.Value?.Replace(".json", "", StringComparison.Ordinal).Replace(".csv", "", StringComparison.Ordinal)}{ending}{request.QueryString}";

    private static bool Ends(HttpContext context, string ending) => context.Request.Path.Value?.EndsWith(ending, StringComparison.Ordinal) == true;
}
