using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Gallery.Files;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Gallery.Verify;

/// <summary>Finds out whether a file is a picture from here. What a person may not see is not found, like what is not there.</summary>
internal sealed class VerifyFile(CoordinatorGrpc coordinator, PicturesGrpc pictures, SendPicture send)
{
    private const long MaxPngBytes = 16 * 1024 * 1024;

    public async Task<FileFindings> RunAsync(Person? person, PngFacts facts, CancellationToken cancellationToken)
    {
        if (await pictures.RecogniseAsync(person, facts.Sha256, cancellationToken) is { } jobId && await coordinator.FindPictureAsync(person, jobId, cancellationToken) is { } exact)
            return new(facts, FileMatch.Exact, exact);
        if (PictureOrigin.Read(facts.TextOf(PictureLabels.OriginKey)) is not { } origin || await coordinator.FindPictureAsync(person, origin.Picture, cancellationToken) is not { } claimed)
            return new(facts, FileMatch.Unknown, null);
        return new(facts, await HasPixelsOfAsync(person, facts, claimed, cancellationToken) ? FileMatch.SamePixels : FileMatch.Changed, claimed);
    }

    private async Task<bool> HasPixelsOfAsync(Person? person, PngFacts facts, PictureView claimed, CancellationToken cancellationToken)
    {
        if (claimed.PngBytes > MaxPngBytes || !claimed.IsShown)
            return false;
        var bytes = await send.FetchAsync(person, claimed, cancellationToken);
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return await PngScan.ReadAsync(stream, MaxPngBytes, cancellationToken) is PngScanOutcome.Read { Facts: var original } && original.PictureSha256 == facts.PictureSha256;
    }
}
