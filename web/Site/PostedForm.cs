namespace LaionGrid.Web.Site;

/// <summary>The fields of a posted form, by name. One that was not sent is empty, as is all of what is no form: what is missing then is told in the form's own words.</summary>
internal sealed class PostedForm(IFormCollection fields)
{
    public string this[string name] => fields[name].ToString();

    /// <summary>Called by ASP.NET Core for a handler's parameter.</summary>
    public static async ValueTask<PostedForm> BindAsync(HttpContext context) =>
        new(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);
}
