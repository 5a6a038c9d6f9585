using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Contributors;

/// <summary>What a contributor has given, on a sheet to print that can be checked against the ledger's public log.</summary>
internal static class CertificateHttp
{
    public static void MapCertificate(this IEndpointRouteBuilder routes) => routes.MapMethods("/contributors/{name}/certificate", SiteRoutes.Reading, ShowAsync);

    private static async Task<IResult> ShowAsync(string name, HttpContext context, ContributorsGrpc contributors, IOptions<SiteOptions> site, TimeProvider time, CancellationToken cancellationToken) =>
        await contributors.CertifyAsync(name, cancellationToken) is { } certificate
            ? Answers.PublicPage<CertificatePage>(context, new
            {
                Certificate = certificate,
                At = time.GetUtcNow(),
                Address = site.Value.Absolute(context.Request, $"/contributors/{Uri.EscapeDataString(certificate.Name)}/certificate"),
                Log = $"{site.Value.PublicCoordinator.TrimEnd('/')}/log/checkpoint",
            })
            : Results.NotFound();
}
