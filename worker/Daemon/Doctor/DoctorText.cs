using System.Text;

namespace LaionGrid.Worker.Doctor;

/// <summary>Findings as people read them.</summary>
internal static class DoctorText
{
    public static string Of(IReadOnlyList<Finding> findings)
    {
        var (text, width) = (new StringBuilder(), findings.Max(finding => finding.About.Length));
        foreach (var finding in findings)
        {
            text.AppendLine($"{MarkOf(finding.Grade)}  {finding.About.PadRight(width)}  {finding.Says}");
            if (finding.Remedy.Length > 0)
                text.AppendLine($"{new string(' ', 8 + width)}{finding.Remedy}");
        }
        var bad = findings.Count(finding => finding.Grade == Grade.Bad);
        return text.Append(bad == 0 ? "\nThe worker can run." : $"\n{bad} to mend before the worker can run well.").ToString();
    }

    private static string MarkOf(Grade grade) => grade switch { Grade.Good => "good", Grade.Note => "note", _ => "BAD " };
}
