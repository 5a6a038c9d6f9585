using System.Security.Cryptography;
using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>Revealed trajectories among the blobs, beside the pictures they lead to: kept while an audit or an appeal may want them.</summary>
internal sealed class RevealStore(IDbContextFactory<GridDb> databases, IBlobStore blobs, BundleCatalogue bundles, Questions questions) : IBlobReferences
{
    /// <exception cref="InvalidOperationException">The attempt's bundle is no longer offered here, or its mask is gone from the blobs.</exception>
    public async Task<TrajectoryTerms> TermsOfAsync(AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var mask = attempt.Settings.HasMask ? await ReadAsync(attempt.Settings.MaskSha256, attempt, cancellationToken) : null;
        return TrajectoryTerms.Of(attempt, BundleOf(attempt), mask is null ? null : PaintMask.LuminanceOf(mask.Pixels));
    }

    /// <summary>Of each evaluation.</summary>
    /// <exception cref="InvalidOperationException">The attempt's bundle is no longer offered here.</exception>
    public IReadOnlyList<double> TimestepsOf(AuditedAttempt attempt) => TrajectoryTerms.Of(attempt, BundleOf(attempt), mask: null).Timesteps;

    /// <summary>The picture that the attempt's begins from.</summary>
    /// <exception cref="InvalidOperationException">It is gone from the blobs.</exception>
    public Task<PngPicture> SourceOfAsync(AuditedAttempt attempt, CancellationToken cancellationToken) => ReadAsync(attempt.Settings.SourceSha256, attempt, cancellationToken);

    /// <returns>Its content address.</returns>
    public async Task<string> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        await blobs.PutAsync(sha256, bytes, cancellationToken);
        return sha256;
    }

    /// <exception cref="InvalidOperationException">The blob is gone, or is not what was stored.</exception>
    public async Task<Trajectory> GetAsync(AuditedAttempt attempt, TrajectoryTerms terms, CancellationToken cancellationToken)
    {
        var bytes = await blobs.GetAsync(attempt.RevealSha256, cancellationToken);
        return bytes is not null && terms.Read(bytes) is { } trajectory
            ? trajectory
            : throw new InvalidOperationException($"The trajectory {attempt.RevealSha256} of attempt {attempt.Id} is gone from the blobs, or is damaged.");
    }

    /// <summary>What a referee is asked about an attempt that was replayed: from memory, or by going its way again.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="GetAsync"/>.</exception>
    public async Task<Question> QuestionOfAsync(AuditedAttempt attempt, TrajectoryTerms terms, CancellationToken cancellationToken)
    {
        if (questions.Find(attempt.Id) is { } known)
            return known;
        var question = ReplayReveal.QuestionOf(attempt, terms, await GetAsync(attempt, terms, cancellationToken));
        questions.Keep(attempt.Id, question);
        return question;
    }

    /// <summary>The picture that was committed to.</summary>
    /// <exception cref="InvalidOperationException">It is gone from the blobs.</exception>
    public async Task<PngPicture> PictureOfAsync(AuditedAttempt attempt, CancellationToken cancellationToken) =>
        await FindPictureAsync(attempt, cancellationToken) ?? throw new InvalidOperationException($"The picture {attempt.PictureSha256} of attempt {attempt.Id} is gone from the blobs.");

    /// <summary>As <see cref="PictureOfAsync"/>; null when it is gone.</summary>
    public async Task<PngPicture?> FindPictureAsync(AuditedAttempt attempt, CancellationToken cancellationToken) =>
        await blobs.GetAsync(attempt.PictureSha256, cancellationToken) is { } bytes ? PngDecoder.Decode(bytes, attempt.Settings.Width, attempt.Settings.Height) : null;

    private Bundle BundleOf(AuditedAttempt attempt) =>
        bundles.Find(attempt.BundleId) ?? throw new InvalidOperationException($"The bundle {attempt.BundleId} of attempt {attempt.Id} is no longer here. Offer it until its audits are over.");

    private async Task<PngPicture> ReadAsync(string sha256, AuditedAttempt attempt, CancellationToken cancellationToken) => await blobs.GetAsync(sha256, cancellationToken) is { } bytes
        ? PngDecoder.Decode(bytes, attempt.Settings.Width, attempt.Settings.Height)
        : throw new InvalidOperationException($"The picture {sha256} that attempt {attempt.Id} begins from, or its mask, is gone from the blobs.");

    public async Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Audits.Where(audit => audit.RevealSha256 != "" && sha256s.Contains(audit.RevealSha256)) // index reveal, of those that are kept
            .Select(audit => audit.RevealSha256).Distinct().ToListAsync(cancellationToken);
    }
}
