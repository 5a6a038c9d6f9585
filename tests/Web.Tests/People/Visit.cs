using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace LaionGrid.Web.Tests.People;

/// <summary>One browser at the site, with cookies of its own: opens pages, fills in their forms and sends them.</summary>
internal sealed class Visit : IDisposable
{
    private readonly HttpClient _http;

    public Visit(Uri site)
    {
        _http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = site };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        Passkey = new(site.GetLeftPart(UriPartial.Authority));
    }

    public CookieContainer Cookies { get; } = new();

    public SoftPasskey Passkey { get; }

    public Uri Site => _http.BaseAddress!;

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    public async Task<IHtmlDocument> OpenAsync(string path)
    {
        var answer = await _http.GetAsync(path);
        Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        return await SiteUnderTest.ReadPageAsync(answer);
    }

    /// <summary>Sends the page's form to this address, with what its fields hold and what is filled in.</summary>
    public Task<HttpResponseMessage> SendAsync(IHtmlDocument page, string action, params (string Name, string Value)[] filled)
    {
        var form = page.QuerySelector($"form[method='post'][action='{action}']") ?? throw new InvalidOperationException($"The page “{page.Title}” has no form to {action}.");
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(input => input.Type is not ("checkbox" or "radio") || input.IsChecked)
            .Select(input => (Name: input.Name ?? "", input.Value)).Where(field => filled.All(one => one.Name != field.Name));
        return PostAsync(action, [.. fields, .. filled]);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _http.PostAsync(path, content);
    }

    public async Task SignUpAsync(string name)
    {
        var page = await OpenAsync("/sign-up");
        var answer = await SendAsync(page, "/sign-up/passkey", ("name", name), ("credential", Passkey.Create(Options(page))));
        AssertSentTo("/me", answer);
    }

    public async Task<HttpResponseMessage> SignInAsync(string path = "/sign-in")
    {
        var page = await OpenAsync(path);
        return await SendAsync(page, "/sign-in/passkey", ("credential", Passkey.Answer(Options(page))));
    }

    public async Task SignUpByPasswordAsync(string name, string password) =>
        AssertSentTo("/me", await SendAsync(await OpenAsync("/sign-up"), "/sign-up/password", ("name", name), ("password", password)));

    public async Task<HttpResponseMessage> SignInByPasswordAsync(string who, string password) =>
        await SendAsync(await OpenAsync("/sign-in"), "/sign-in/password", ("who", who), ("password", password));

    /// <summary>The public name on one's own page; null when nobody is signed in.</summary>
    public async Task<string?> NameAsync()
    {
        var answer = await _http.GetAsync("/_me");
        return (await SiteUnderTest.ReadPageAsync(answer)).QuerySelector("[data-you]")?.GetAttribute("title");
    }

    public static string Options(IHtmlDocument page) => page.QuerySelector("[data-passkey]")?.GetAttribute("data-options") ?? throw new InvalidOperationException("The page asks for no passkey.");

    public static void AssertSentTo(string path, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(path, answer.Headers.Location?.OriginalString);
    }

    public static async Task<string> RefusalAsync(HttpResponseMessage answer)
    {
        Assert.InRange((int)answer.StatusCode, 400, 499);
        var page = await SiteUnderTest.ReadPageAsync(answer);
        return (page.QuerySelector(".refusal") ?? page.QuerySelector("main .lead"))?.TextContent.Trim() ?? "";
    }

    public void Dispose()
    {
        _http.Dispose();
        Passkey.Dispose();
    }
}
