namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>A way to take the denoising steps.</summary>
/// <param name="Name">As forms, addresses and the API spell it.</param>
/// <param name="Title">As people and image tools write it.</param>
/// <param name="GoodFor">What it is good for, to stand behind its title.</param>
public sealed record SamplerView(string Name, string Title, string GoodFor);

/// <summary>The samplers that people can ask for, the usual ones first.</summary>
public static class Samplers
{
    public static IReadOnlyList<SamplerView> All { get; } =
    [
        new("ddim", "DDIM", "even and predictable"),
        new("euler", "Euler", "plain and sound in 20 to 30 steps"),
        new("dpmpp_2m", "DPM++ 2M", "clear detail in 15 to 25 steps"),
        new("unipc", "UniPC", "clear pictures in as few as 10 steps"),
        new("euler_a", "Euler a", "soft and varied; more steps go on changing the picture"),
        new("dpmpp_2m_sde", "DPM++ 2M SDE", "rich texture in 25 steps or more"),
        new("heun", "Heun", "careful; looks twice in each step, for about twice the work"),
        new("pndm", "PNDM", "smooth in 30 steps or more, as early models were shown"),
        new("lcm", "LCM", "4 to 8 steps, with models made for it"),
    ];

    private static readonly Dictionary<string, string> Titles = All.ToDictionary(sampler => sampler.Name, sampler => sampler.Title);

    /// <summary>Their names, to be chosen from.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(sampler => sampler.Name));

    /// <summary>The name itself for one that this site does not know.</summary>
    public static string TitleOf(string name) => Titles.GetValueOrDefault(name, name);

    /// <summary>Why this name cannot be asked for; null when it can, and when none is named.</summary>
    public static Refusal? Check(string name) => name.Length == 0 || Titles.ContainsKey(name)
        ? null
        : Refusal.Invalid("sampler.unknown", "sampler", $"The sampler “{name}” is not known here. Use one of: {Names}.");
}
