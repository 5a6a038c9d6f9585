using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Revealing;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Checking;

/// <summary>What a referee announces before its outputs.</summary>
internal sealed record AnswerHeader(LeaseClaim Lease, long OutputBytes, long PictureBytes)
{
    /// <summary>Of the picture that it decoded.</summary>
    public PictureScores Scores { get; init; } = PictureScores.None;
}

/// <summary>Takes a referee's outputs in, compares them at once and has the verdict settled, together with others that come then: they are not kept, only what the comparison found.</summary>
internal sealed class TakeAnswer(ReadChallenge challenges, RevealStore reveals, Questions questions, LeaseBook book, JudgeChecks judge, IOptions<StorageOptions> storage) : IDisposable
{
    private const long MostPictureBytes = 16 * 1024 * 1024;

    private readonly Batcher<ComparedAnswer, bool> _batches = new(judge.RunAsync, new BatchPace(storage.Value.BatchInterval));

    public async Task<Refusal?> RunAsync(AnswerHeader header, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        if (ScoreRules.Check(header.Scores) is { } wrong)
            return wrong;
        var (found, refusal) = await challenges.FindAsync(header.Lease, cancellationToken);
        if (found is null)
            return await HasAnsweredAsync(header.Lease, cancellationToken) ? null : refusal;
        var (attempt, terms) = (found.Attempt, await reveals.TermsOfAsync(found.Attempt, cancellationToken));
        if (header.OutputBytes != Trajectory.BytesOf(attempt.Evaluations.Count, terms.Texts, terms.Length, terms.HasSource) || header.PictureBytes is < 0 or > MostPictureBytes || header.PictureBytes > 0 != attempt.Decodes)
            return Refusal.Invalid("answer.wrong_size", "output_bytes", $"The answer announces {header.OutputBytes} bytes of outputs and {header.PictureBytes} of a picture, which is not what was asked for.");
        if (await Upload.ReadAsync(header.OutputBytes + header.PictureBytes, chunks, cancellationToken) is not { } bytes)
            return Refusal.Invalid("answer.wrong_size", "data", "Not just the bytes announced arrived. Send the answer again.");
        if (Trajectory.Read(bytes.AsSpan(0, (int)header.OutputBytes), attempt.Evaluations.Count, terms.Texts, terms.Length, terms.HasSource) is not { } answer)
            return Refusal.Invalid("answer.malformed", "data", "The answer holds what is no number. Fail the lease if the network gives nothing else.");
        var question = await reveals.QuestionOfAsync(attempt, terms, cancellationToken);
        var checks = CompareAnswer.Outputs(attempt, terms, question.Claimed, answer, found.Lease.Terms.Id).ToList();
        if (terms.HasSource)
            checks.Add(CompareAnswer.Source(attempt, terms, question.Source, answer.ReadSource(), found.Lease.Terms.Id));
        if (attempt.Decodes)
        {
            if (Decode(bytes.AsSpan((int)header.OutputBytes).ToArray(), attempt.Settings) is not { } decoded)
                return Refusal.Invalid("answer.malformed", "data", $"What follows the outputs is no PNG of {attempt.Settings.Width}x{attempt.Settings.Height}.");
            checks.Add(CompareAnswer.Picture(attempt, terms, await reveals.PictureOfAsync(attempt, cancellationToken), decoded, found.Lease.Terms.Id));
        }
        if (!await _batches.RunAsync(new(found, checks) { Scores = attempt.Decodes ? header.Scores : PictureScores.None }, cancellationToken))
            return LeaseRefusals.Stale;
        questions.Forget(attempt.Id);
        return null;
    }

    public void Dispose() => _batches.Dispose();

    private async Task<bool> HasAnsweredAsync(LeaseClaim claim, CancellationToken cancellationToken) =>
        await book.FindAsync(claim, cancellationToken) is LeaseFound.Ended { Attempt.State: AttemptState.Answered };

    private static PngPicture? Decode(byte[] png, RenderSettings settings)
    {
        try
        {
            return PngDecoder.Decode(png, settings.Width, settings.Height);
        }
        catch (Exception error) when (error is WrongSizeException or NotAPngException)
        {
            return null;
        }
    }
}
