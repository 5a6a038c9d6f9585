namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>The samplers as forms and addresses spell them, and as people read them.</summary>
public static class Samplers
{
    public static IReadOnlyDictionary<string, string> Titles { get; } =
        new Dictionary<string, string> { ["ddim"] = "DDIM", ["euler"] = "Euler", ["dpmpp_2m"] = "DPM++ 2M" };

    public static string TitleOf(string name) => Titles.GetValueOrDefault(name, name);
}
