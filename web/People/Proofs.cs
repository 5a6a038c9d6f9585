using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People;

/// <summary>
/// What a person has shown already, sealed by the site and carried through a link or a form: it cannot be read, made or changed outside,
/// is good for one purpose and a while, and where it matters only once.
/// </summary>
internal sealed class Proofs(IDataProtectionProvider protection, IDbContextFactory<PeopleDb> databases, TimeProvider time)
{
    private const int LongestProof = 16 * 1024;

    /// <param name="purpose">What it is good for; read with any other it is no proof.</param>
    public string Seal<T>(string purpose, T what, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        var proof = new Sealed<T>(Guid.CreateVersion7(now), now + lifetime, what);
        return Base64Url.EncodeToString(Protector(purpose).Protect(JsonSerializer.SerializeToUtf8Bytes(proof)));
    }

    /// <summary>Null when it is no proof of this purpose, or too old.</summary>
    public Sealed<T>? Open<T>(string purpose, string text)
    {
        if (text.Length is 0 or > LongestProof || !Base64Url.IsValid(text))
            return null;
        try
        {
            var proof = JsonSerializer.Deserialize<Sealed<T>>(Protector(purpose).Unprotect(Base64Url.DecodeFromChars(text)));
            return proof is not null && proof.Until > time.GetUtcNow() ? proof : null;
        }
        catch (CryptographicException)
        {
            return null; // made elsewhere, changed on its way, or sealed with keys that are gone
        }
    }

    /// <summary>Uses a proof up. False when it was used before; of two who try at once, one gets true.</summary>
    public async Task<bool> SpendAsync<T>(Sealed<T> proof, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var until = proof.Until.ToMicroseconds();
        return await db.Database.ExecuteSqlAsync(
            $"INSERT INTO spent_proofs (\"Id\", \"Until\") VALUES ({proof.Id}, {until}) ON CONFLICT (\"Id\") DO NOTHING", cancellationToken) == 1;
    }

    private IDataProtector Protector(string purpose) => protection.CreateProtector("laiongrid.proof", purpose);

}

/// <summary>A proof that was opened.</summary>
internal sealed record Sealed<T>(Guid Id, DateTimeOffset Until, T What);
