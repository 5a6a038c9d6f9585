using System.Globalization;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.People.Keys;

/// <summary>A person's keys for programs and workers: made, shown once, revoked.</summary>
internal static class KeysHttp
{
    private const string Address = "/me/keys";
    private static readonly KeyScope[] Offered = [KeyScope.Read, KeyScope.Generate, KeyScope.Annotate, KeyScope.Worker];

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Address).RequirePerson().CheckForms();
        pages.MapMethods("", SiteRoutes.Reading, (HttpContext context, KeysGrpc keys) => ShowAsync(context, keys, new KeysView()));
        pages.MapPost("", MakeAsync).Paced();
        pages.MapPost("/revoke", RevokeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, KeysGrpc keys, KeysView view) => Answers.Page<KeysPage>(
        context, new { View = view with { Keys = await keys.ListAsync(PersonOf(context), context.RequestAborted) } }, view.Refusal?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> MakeAsync(HttpContext context, KeysGrpc keys)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var view = new KeysView { Label = fields["label"].ToString().Trim(), Until = fields["until"].ToString(), Scopes = [.. Offered.Where(scope => fields["scopes"].Contains(scope.ToString()))] };
        if (view.Scopes.Count == 0)
            return await ShowAsync(context, keys, view with { Refusal = Refusal.Invalid("key.scopes_invalid", "scopes", "The key would be good for nothing. Tick what it is for.") });
        if (!TryReadEnd(view.Until, out var end))
            return await ShowAsync(context, keys, view with { Refusal = Refusal.Invalid("key.expiry_invalid", "until", $"“{view.Until}” is no day. Write one such as 2031-12-31, or leave it empty.") });
        return await keys.MakeAsync(PersonOf(context), view.Label, view.Scopes, end, context.RequestAborted) switch
        {
            MakeKeyOutcome.Made made => await ShowAsync(context, keys, new() { Secret = made.Key }),
            MakeKeyOutcome.Refused refused => await ShowAsync(context, keys, view with { Refusal = refused.Refusal }),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, KeysGrpc keys)
    {
        var prefix = (await context.Request.ReadFormAsync(context.RequestAborted))["prefix"].ToString();
        await keys.RevokeAsync(PersonOf(context), prefix, context.RequestAborted);
        return Answers.SeeOther(context, Address);
    }

    /// <summary>A key is good until its last day is over everywhere in UTC.</summary>
    private static bool TryReadEnd(string text, out DateTimeOffset? end)
    {
        end = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
        return text.Length == 0 || end is not null;
    }

    private static Person PersonOf(HttpContext context) => context.Person() ?? throw new InvalidOperationException("Keys are for people who are signed in.");
}
