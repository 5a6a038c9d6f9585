using System.IO.Compression;
using System.Text.Json;
using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.Leaving;

/// <summary>Writes everything that is kept of a person into one zip of JSON files: this site's part, and what the coordinator gives. Secrets are left out: they are hashes.</summary>
internal sealed class ExportPerson(UserManager<User> users, PeopleDb db, Sessions sessions, RecoveryCodes codes, ExportGrpc coordinator)
{
    private static readonly JsonSerializerOptions Readable = new(Answers.Json) { WriteIndented = true };

    /// <summary>The whole zip in a file that is gone once it is closed: what breaks on the way is told before the first byte is sent.</summary>
    public async Task<Stream> RunAsync(Guid userId, Person person, CancellationToken cancellationToken)
    {
        var file = OpenTemporary();
        try
        {
            await using (var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
            {
                await using (var entry = await zip.CreateEntry("site.json").OpenAsync(cancellationToken))
                    await JsonSerializer.SerializeAsync(entry, await SitePartAsync(userId, cancellationToken), Readable, cancellationToken);
                await WriteCoordinatorPartAsync(person, zip, cancellationToken);
            }
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static FileStream OpenTemporary()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(Path.GetTempPath(), $"laiongrid-{Path.GetRandomFileName()}"), options);
    }

    private async Task WriteCoordinatorPartAsync(Person person, ZipArchive zip, CancellationToken cancellationToken)
    {
        var (name, entry) = ("", Stream.Null);
        try
        {
            await foreach (var (file, data) in coordinator.ReadAsync(person, cancellationToken))
            {
                if (file != name)
                {
                    await entry.DisposeAsync();
                    (name, entry) = (file, await zip.CreateEntry($"coordinator/{file}").OpenAsync(cancellationToken));
                }
                await entry.WriteAsync(data, cancellationToken);
            }
        }
        finally
        {
            await entry.DisposeAsync();
        }
    }

    private async Task<object> SitePartAsync(Guid userId, CancellationToken cancellationToken)
    {
        var user = await users.FindByIdAsync(userId.ToString()) ?? throw new InvalidOperationException("The person was deleted while the session was looked up.");
        var name = user.UserName ?? "";
        return new
        {
            Name = name,
            user.AccountId,
            user.Email,
            user.Role,
            user.CreatedAt,
            user.ContributedAt,
            HasPassword = user.PasswordHash is not null,
            Passkeys = (await users.GetPasskeysAsync(user)).Select(passkey => new { passkey.Name, passkey.CreatedAt, passkey.IsBackedUp }),
            Providers = (await users.GetLoginsAsync(user)).Select(login => new { login.LoginProvider, login.ProviderKey }),
            RecoveryCodesLeft = await codes.CountAsync(userId, cancellationToken),
            Sessions = (await sessions.ListAsync(userId, cancellationToken)).Select(session => new { session.Browser, session.Way, session.CreatedAt, session.SeenAt }),
            RoleChanges = await db.Grants.AsNoTracking().Where(grant => grant.Of == name).OrderBy(grant => grant.Id).Select(grant => new { grant.At, grant.By, grant.Deed }).ToListAsync(cancellationToken),
        };
    }
}
