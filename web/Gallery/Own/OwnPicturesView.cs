using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Gallery.Own;

/// <summary>One page of a person's own requests.</summary>
/// <param name="Words">That were looked for; empty for none.</param>
/// <param name="IsFirst">Whether these are the newest.</param>
/// <param name="Older">The request to go on from; null on the last page.</param>
/// <param name="Said">What was just done, for the person; empty when nothing was.</param>
public sealed record OwnPicturesView(IReadOnlyList<RequestView> Requests, string Words, bool IsFirst, string? Older, string Said);
