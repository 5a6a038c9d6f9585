using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>What the examinations of one cheat's pictures come to.</summary>
/// <param name="Saves">Share of an honest picture's network compute, on average.</param>
/// <param name="AlteredShare">Of the steps.</param>
/// <param name="RawFirstPercentile">Of altered steps' residuals before guidance; 0 when none was altered.</param>
/// <param name="Caught">Share of the altered steps that exceed the tolerance, by class.</param>
/// <param name="Escaped">Share of the unaltered steps that exceed it too, in the first class: what follows from a cheat may differ from an honest answer as well.</param>
/// <param name="Inexact">Share of the pictures that the exact checks refuse.</param>
/// <param name="StandingOut">Share of the pictures with a step that stands out and exceeds the tolerance: caught whatever the lottery draws.</param>
/// <param name="WorstDb">The picture that is least like its latent.</param>
/// <param name="Examined">The pictures.</param>
internal sealed record CheatFigures(
    string Name, int Pictures, double Saves, double AlteredShare, double RawFirstPercentile, double RawMedian, IReadOnlyDictionary<string, double> Caught,
    double Escaped, double Inexact, double StandingOut, double WorstDb, IReadOnlyList<Examination> Examined)
{
    public static CheatFigures Of(string name, IReadOnlyList<Examination> pictures, IReadOnlyList<PrecisionClass> classes)
    {
        var steps = pictures.SelectMany(picture => picture.Steps).ToArray();
        var (altered, honest) = (steps.Where(step => step.IsAltered).ToArray(), steps.Where(step => !step.IsAltered).ToArray());
        var raw = altered.Select(step => step.Measured.Residual.Raw).Order().ToArray();
        return new(
            name, pictures.Count, pictures.Average(picture => picture.Saved), altered.Length / (double)steps.Length,
            raw.ElementAtOrDefault(raw.Length / 100), raw.ElementAtOrDefault(raw.Length / 2),
            classes.ToDictionary(one => one.Name, one => Share(altered, step => Exceeds(one, step))),
            Share(honest, step => Exceeds(classes[0], step)), Share(pictures, picture => !picture.IsExact),
            Share(pictures, picture => picture.Steps.Any(step => step.Why != Oddities.None && Exceeds(classes[0], step))), pictures.Min(picture => picture.PictureDb), pictures);
    }

    private static bool Exceeds(PrecisionClass one, ExaminedStep step) => one.Exceeds(step.Measured.Residual, step.Measured.Timestep);

    private static double Share<T>(IReadOnlyCollection<T> all, Func<T, bool> holds) => all.Count == 0 ? 0 : all.Count(holds) / (double)all.Count;
}
