using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Ask.Sources;

/// <summary>Brings what a form begins from to the coordinator, and names it in the form: files, or a picture of the grid.</summary>
internal sealed class BringSources(SourcesGrpc sources, CoordinatorGrpc coordinator)
{
    /// <summary>A picture and its mask, each of the most that the coordinator takes, and the form's words.</summary>
    public const long MaxFormBytes = (2 * MaxBytes) + (64 * 1024);

    private const long MaxBytes = 8 * 1024 * 1024;

    private static readonly Refusal NoPicture = Refusal.Invalid("source.unknown", AskForm.SourceField, "The picture to begin from is not there, or not for you. Choose another, or leave it out.");

    /// <returns>The form with what was brought named in it, as far as that went; and why not all was.</returns>
    public async Task<(AskForm Form, Refusal? Refusal)> RunAsync(AskForm form, IFormFileCollection files, Asker asker, CancellationToken cancellationToken)
    {
        var source = FileOf(files, "source_file") is { } picture ? await BringAsync(picture, asker, cancellationToken) : await BringAsync(form, asker, cancellationToken);
        if (source is BringOutcome.Refused refused)
            return (form, refused.Refusal with { Field = AskForm.SourceField });
        if (source is BringOutcome.Brought brought)
            form = form with { Source = brought.Sha256, From = "" };
        return FileOf(files, "mask_file") is not { } painted ? (form, null) : await BringAsync(painted, asker, cancellationToken) switch
        {
            BringOutcome.Brought mask => (form with { Mask = mask.Sha256 }, null),
            BringOutcome.Refused wrong => (form, wrong.Refusal with { Field = AskForm.MaskField }),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static IFormFile? FileOf(IFormFileCollection files, string name) => files.GetFile(name) is { Length: > 0 } file ? file : null;

    private async Task<BringOutcome> BringAsync(IFormFile file, Asker asker, CancellationToken cancellationToken)
    {
        if (file.Length > MaxBytes)
            return new BringOutcome.Refused(Refusal.Invalid("source.too_large", "", $"The file has {file.Length:N0} bytes; at most {MaxBytes:N0} are taken. Scale the picture down."));
        await using var bytes = file.OpenReadStream();
        return await sources.BringAsync(bytes, file.Length, asker, cancellationToken);
    }

    /// <summary>The picture of the grid that the form names, fetched as whoever asks may see it; null when it names none.</summary>
    private async Task<BringOutcome?> BringAsync(AskForm form, Asker asker, CancellationToken cancellationToken)
    {
        if (form.From.Length == 0)
            return null;
        if (await FindAsync(form.From, asker, cancellationToken) is not { Job: { HasPicture: true } job })
            return new BringOutcome.Refused(NoPicture);
        using var bytes = new MemoryStream();
        await foreach (var part in coordinator.FetchPictureAsync(asker.Person, job.JobId, job.Sha256, cancellationToken))
            bytes.Write(part.Span);
        bytes.Position = 0;
        return await sources.BringAsync(bytes, bytes.Length, asker, cancellationToken);
    }

    private async Task<PictureView?> FindAsync(string jobId, Asker asker, CancellationToken cancellationToken)
    {
        try
        {
            return await coordinator.FindPictureAsync(asker.Person, jobId, cancellationToken);
        }
        catch (GoneException)
        {
            return null;
        }
    }
}
