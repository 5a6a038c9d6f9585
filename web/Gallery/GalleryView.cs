using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Gallery;

/// <summary>One page of pictures.</summary>
/// <param name="IsFirst">Whether these are the newest.</param>
/// <param name="Older">The job to go on from; null on the last page.</param>
/// <param name="Contributor">Whose pictures; empty for everybody's.</param>
/// <param name="Standing">The contributor's all-time row; null when nothing of it was verified.</param>
public sealed record GalleryView(IReadOnlyList<PictureView> Pictures, bool IsFirst, string? Older, string Contributor, BoardRow? Standing);
