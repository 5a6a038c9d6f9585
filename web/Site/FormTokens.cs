using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Forms;

namespace LaionGrid.Web.Site;

/// <summary>Gives the forms of one page their visitor's token against forged posts.</summary>
internal sealed class FormTokens(IAntiforgery antiforgery) : AntiforgeryStateProvider
{
    /// <summary>The request that the page answers; none before there is one.</summary>
    public HttpContext? Context { get; set; }

    public override AntiforgeryRequestToken? GetAntiforgeryToken() => Context is { } context
        && antiforgery.GetAndStoreTokens(context) is { RequestToken: { } token } tokens ? new(token, tokens.FormFieldName) : null;
}
