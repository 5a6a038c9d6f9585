using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Storage;

/// <summary>Makes what lies in the site's folder about people, their addresses and the keys of links and forms, so that its owner alone may look in.</summary>
internal sealed class PeopleFolder(IOptions<SiteOptions> site) : IHostedService
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(site.Value.PathOf(""));
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(site.Value.PathOf("keys")); // a user's own folders are closed to others there
        else
            Close(site.Value.PathOf("keys"), site.Value.PathOf("people.db"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Close(string keys, string database)
    {
        File.SetUnixFileMode(Directory.CreateDirectory(keys).FullName, OwnerOnly | UnixFileMode.UserExecute);
        // SQLite gives the files beside a database the rights of the database itself.
        using var file = new FileStream(database, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly });
        File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
    }
}
