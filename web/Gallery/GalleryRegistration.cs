using LaionGrid.Web.Gallery.Proof;
using LaionGrid.Web.Gallery.Verify;

namespace LaionGrid.Web.Gallery;

internal static class GalleryRegistration
{
    public static IServiceCollection AddGallery(this IServiceCollection services) =>
        services.AddSingleton<SendPicture>().AddSingleton<LoadPicture>().AddSingleton<LoadProof>().AddSingleton<MakeVariations>().AddSingleton<VerifyFile>();
}
