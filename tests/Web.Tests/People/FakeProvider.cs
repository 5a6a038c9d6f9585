using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LaionGrid.Web.Tests.People;

/// <summary>A provider that vouches for whomever the test says, in OpenID Connect and in plain OAuth.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string ClientId = "laiongrid";
    public const string Secret = "the site's secret";

    private const string Token = "what opens /user";

    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _nonces = [];

    private FakeProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Address, authorization_endpoint = $"{Address}/authorize", token_endpoint = $"{Address}/token", jwks_uri = $"{Address}/keys",
        }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { Jwk() } }));
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
        _app.MapGet("/user", (HttpRequest request) => request.Headers.Authorization == $"Bearer {Token}" ? Results.Json(Profile) : Results.Unauthorized());
    }

    /// <summary>Claims of who signs in there next.</summary>
    public Dictionary<string, object> Claims { get; set; } = new() { ["sub"] = "42", ["email"] = "ada@example.org", ["email_verified"] = true, ["preferred_username"] = "Ada" };

    /// <summary>What plain OAuth's <c>/user</c> says of who signs in there next.</summary>
    public Dictionary<string, object> Profile { get; set; } = new() { ["id"] = 42, ["login"] = "Ada", ["email"] = "ada@example.org" };

    public string Address => _app.Urls.Single();

    public string[] Settings => ["--Providers:fake:Authority", Address, "--Providers:fake:Title", "Fake", "--Providers:fake:ClientId", ClientId, "--Providers:fake:ClientSecret", Secret];

    public string[] PlainSettings =>
    [
        "--Providers:fake:AuthorizationEndpoint", $"{Address}/authorize", "--Providers:fake:TokenEndpoint", $"{Address}/token", "--Providers:fake:UserInformationEndpoint", $"{Address}/user",
        "--Providers:fake:ClientId", ClientId, "--Providers:fake:ClientSecret", Secret,
    ];

    public static async Task<FakeProvider> StartAsync()
    {
        var provider = new FakeProvider();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Goes the browser's way from the site's link and back, and returns what the site answers at its end.</summary>
    public static async Task<HttpResponseMessage> PassAsync(Visit visit, string start = "/sign-in/with/fake")
    {
        var there = await visit.GetAsync(start);
        using var provider = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var back = await provider.GetAsync(there.Headers.Location);
        return await visit.GetAsync(back.Headers.Location?.PathAndQuery ?? throw new InvalidOperationException("The provider led nowhere."));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private IResult Authorize(HttpRequest request)
    {
        var code = Guid.NewGuid().ToString("N");
        _nonces[code] = request.Query["nonce"].ToString();
        return Results.Redirect(QueryHelpers.AddQueryString(request.Query["redirect_uri"].ToString(), new Dictionary<string, string?> { ["code"] = code, ["state"] = request.Query["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_secret"] != Secret || form["code_verifier"].Count == 0 || !_nonces.TryRemove(form["code"].ToString(), out var nonce))
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address, Audience = ClientId, Claims = new Dictionary<string, object>(Claims) { ["nonce"] = nonce },
            SigningCredentials = new(new RsaSecurityKey(_key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
        return Results.Json(new { id_token = token, access_token = Token, token_type = "Bearer", expires_in = 60 });
    }

    private object Jwk()
    {
        var open = _key.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = "one", n = Base64UrlEncoder.Encode(open.Modulus), e = Base64UrlEncoder.Encode(open.Exponent) };
    }
}
