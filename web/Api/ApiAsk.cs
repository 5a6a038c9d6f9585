using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;
namespace LaionGrid.Web.Api;

/// <summary>What a program asks for. What it leaves out is the bundle's default.</summary>
/// <param name="Prompt">What the picture shows.</param>
/// <param name="NegativePrompt">What to steer away from.</param>
/// <param name="Bundle">As /api/v1/models names it.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Count">Pictures wanted, 1 to 8.</param>
/// <param name="Seed">Of the first picture, 0 to 4294967295.</param>
/// <param name="Steps">Denoising steps.</param>
/// <param name="Guidance">1 means none.</param>
/// <param name="Sampler">One that the bundle was made for: ddim, euler, dpmpp_2m, unipc, euler_a, dpmpp_2m_sde, heun, pndm or lcm. heun costs about twice as much.</param>
/// <param name="Verified">Whether each picture is to be audited for certain.</param>
/// <param name="ReleaseConsentVersion">The version of /data/consent by which the pictures may be released as open data; 0 when that is not given.</param>
internal sealed record ApiAsk(
    string? Prompt, string? NegativePrompt, string? Bundle, int? Width, int? Height, int? Count, long? Seed, int? Steps, float? Guidance, string? Sampler, bool? Verified, int? ReleaseConsentVersion = null)
{
    /// <exception cref="RefusedException">The sampler is none that there is.</exception>
    public PictureAsk ToAsk(string requestKey, string requester) => new()
    {
        RequestKey = requestKey,
        Prompt = Prompt ?? "",
        NegativePrompt = NegativePrompt ?? "",
        Bundle = Bundle ?? "",
        Width = Width,
        Height = Height,
        Count = Count ?? 1,
        Seed = Seed,
        Steps = Steps,
        Guidance = Guidance,
        Sampler = Samplers.Check(Sampler ?? "") is { } refusal ? throw new RefusedException(refusal) : Sampler ?? "",
        IsVerified = Verified ?? false,
        ReleaseConsent = ReleaseConsentVersion ?? 0,
        Requester = requester,
    };
}
