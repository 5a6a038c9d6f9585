using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Gallery.Proof;

/// <summary>Asks for the proof of what is posted for a picture, and checks it.</summary>
internal sealed class LoadProof(ProvenanceGrpc provenance)
{
    /// <param name="person">Who asks; null for anybody.</param>
    /// <returns>Null while nothing of it is in the log.</returns>
    public async Task<CheckedProof?> RunAsync(Person? person, PictureView picture, CancellationToken cancellationToken) =>
        (await provenance.FindAsync(person, picture.Job.JobId, cancellationToken))?.Proof is { } proof ? CheckedProof.Of(proof, picture.Postings) : null;
}
