using LaionGrid.Web.Site;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Storage;

/// <summary>Where people are kept: a file in the site's folder, or PostgreSQL. The keys that protect links and forms lie in that folder too.</summary>
internal static class PeopleStorage
{
    public static IServiceCollection AddPeopleStorage(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("laiongrid-web");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<SiteOptions>, ILoggerFactory>((keys, site, logs) =>
            keys.XmlRepository = new FileSystemXmlRepository(new(site.Value.PathOf("keys")), logs));
        return services.AddHostedService<PeopleFolder>().AddHostedService<PeopleSchema>().AddDbContextFactory<PeopleDb>((provider, builder) => Configure(
            builder, provider.GetRequiredService<IOptions<PeopleOptions>>().Value, provider.GetRequiredService<IOptions<SiteOptions>>().Value));
    }

    private static void Configure(DbContextOptionsBuilder builder, PeopleOptions people, SiteOptions site)
    {
        // Migrations are written by hand without a model snapshot; the schema-equality test stands in for this warning.
        builder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (people.ConnectionString.Length > 0)
            builder.UseNpgsql(people.ConnectionString);
        else
            builder.UseSqlite(new SqliteConnectionStringBuilder { DataSource = site.PathOf("people.db"), DefaultTimeout = 30 }.ToString());
    }
}
