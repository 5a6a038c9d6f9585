using System.Globalization;
using System.Text;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Calibration;

namespace LaionGrid.Worker.Local;

/// <summary>A calibration's findings for a person.</summary>
internal static class CalibrationText
{
    public static string Of(CalibrationFindings found)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{found.BundleId}, compared with {found.Reference}: {found.Spreads[0].Steps.Count:#,0} evaluations each");
        text.AppendLine().AppendLine("honest variant                            raw median   raw most   guided median  guided most");
        foreach (var spread in found.Spreads)
            text.AppendLine(CultureInfo.InvariantCulture, $"{spread.Name,-40} {spread.MedianRaw,11:0.0e+0} {spread.MostRaw,10:0.0e+0} {spread.MedianGuided,15:0.0e+0} {spread.MostGuided,12:0.0e+0}");
        foreach (var one in found.Classes)
            Add(text, one);
        return text.ToString();
    }

    private static void Add(StringBuilder text, ProposedClass one)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"class {one.Class.Name} ({string.Join(", ", one.Class.Providers)}){(one.IsAdmitted ? "" : " is NOT written: a cheat passes too often")}");
        text.AppendLine("  below   samples      raw mu  sigma   raw tau   guided mu  sigma  guided tau");
        foreach (var bin in one.Class.Bins)
            text.AppendLine(CultureInfo.InvariantCulture, $"{bin.Below,7:0} {bin.Samples,9:#,0} {Spread(bin.Raw)} {Spread(bin.Guided)}");
        foreach (var cheat in one.Cheats)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {cheat.Name,-24} caught {cheat.Caught,7:0.0%} of {cheat.Steps:#,0} steps; first percentile {cheat.Times:0.0} times the tolerance");
        text.AppendLine(CultureInfo.InvariantCulture, $"  margin {one.Class.Margin:0.0}");
    }

    private static string Spread(LogSpread spread) => string.Create(CultureInfo.InvariantCulture, $"{spread.Mu,11:0.00} {spread.Sigma,6:0.00} {spread.Tau,9:0.0e+0}");
}
