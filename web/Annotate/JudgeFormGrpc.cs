using System.Globalization;
using LaionGrid.Web.Coordinator.Commons;
using Microsoft.Extensions.Primitives;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Annotate;

/// <summary>Reads a form into the answer that it is. Pure.</summary>
internal static class JudgeFormGrpc
{
    private const int GridSide = 4; // where there is no script, a picture is cut into so many rows and columns
    private const int Thousand = 1000;
    private const int LongestMs = 600_000;

    /// <summary>Null when the fields are no answer to this kind of task.</summary>
    public static Wire.AnswerTaskRequest? Read(string assignment, TaskKind kind, JudgePlace place, IFormCollection fields)
    {
        var answer = new Wire.AnswerTaskRequest
        {
            AssignmentId = assignment,
            MsSpent = int.TryParse(fields["ms"], CultureInfo.InvariantCulture, out var ms) ? Math.Clamp(ms, 0, LongestMs) : 0,
            Place = place.IsOwn ? Wire.AnswerPlace.Own : place.IsWaiting ? Wire.AnswerPlace.Waiting : Wire.AnswerPlace.Flow,
            Waiting = place.IsWaiting ? new() { RequestId = place.RequestId, RequestKey = place.Key } : null,
        };
        return Fill(answer, kind, fields) ? answer : null;
    }

    private static bool Fill(Wire.AnswerTaskRequest answer, TaskKind kind, IFormCollection fields)
    {
        switch (kind)
        {
            case TaskKind.Aesthetic when fields["rating"] == "none":
                answer.Aesthetic = new();
                return true;
            case TaskKind.Aesthetic when Number(fields["rating"]) is { } rating:
                answer.Aesthetic = new() { Rating = rating };
                return true;
            case TaskKind.Calibration when Number(fields["rating"]) is { } rating:
                answer.Calibration = rating;
                return true;
            case TaskKind.Compare when Choice<Wire.Preference>(fields["choice"]) is { } choice:
                answer.Compare = choice;
                return true;
            case TaskKind.BestOf when fields["best"].ToString() is { Length: > 0 } best:
                answer.BestOf = new() { BestJobId = best, BadJobIds = { fields["bad"].OfType<string>().Where(bad => bad != best) } };
                return true;
            case TaskKind.Artifacts when Number(fields["severity"]) is { } severity && Points(fields) is { } points:
                answer.Artifacts = new() { Severity = severity, Points = { points } };
                return true;
            case TaskKind.Match when Number(fields["overall"]) is { } overall && Places(fields["missing"]) is { } missing && Places(fields["wrong"]) is { } wrong:
                answer.Match = new() { Overall = overall, Missing = { missing }, Wrong = { wrong.Except(missing) } };
                return true;
            case TaskKind.Caption when fields["caption"].ToString() is { Length: > 0 } caption:
                answer.Caption = caption;
                return true;
            case TaskKind.CaptionVote when fields["right"].ToString() is "yes" or "no":
                answer.CaptionIsRight = fields["right"] == "yes";
                return true;
            case TaskKind.Flags when Choices<Wire.PictureFlag>(fields["flag"]) is { } flags:
                answer.Flags = new() { Flags = { flags } };
                return true;
            case TaskKind.Tags when Choice<Wire.Medium>(fields["medium"]) is { } medium && Choice<Wire.Subject>(fields["subject"]) is { } subject:
                answer.Tags = new() { Medium = medium, Subject = subject };
                return true;
            default:
                return false;
        }
    }

    /// <summary>Points as "x,y,type" in thousandths, and ticked cells as "column,row" which stand for their middles.</summary>
    private static List<Wire.ArtifactPoint>? Points(IFormCollection fields)
    {
        var points = new List<Wire.ArtifactPoint>();
        foreach (var text in fields["point"].OfType<string>())
        {
            if (text.Split(',') is not [var x, var y, var type] || Number(x) is not { } left || Number(y) is not { } top || Choice<Wire.ArtifactType>(type) is not { } known)
                return null;
            points.Add(new() { X = left, Y = top, Type = known });
        }
        foreach (var text in fields["cell"].OfType<string>())
        {
            if (text.Split(',') is not [var column, var row] || Cell(column) is not { } x || Cell(row) is not { } y || Choice<Wire.ArtifactType>(fields["type"]) is not { } known)
                return null;
            points.Add(new() { X = MiddleOf(x), Y = MiddleOf(y), Type = known });
        }
        return points;
    }

    private static int? Cell(string text) => Number(text) is { } cell and < GridSide ? cell : null;

    private static int MiddleOf(int cell) => ((2 * cell) + 1) * Thousand / (2 * GridSide);

    private static List<int>? Places(StringValues texts) => texts.Select(text => Number(text)).OfType<int>().Distinct().ToList() is var places && places.Count == texts.Distinct().Count() ? places : null;

    private static List<T>? Choices<T>(StringValues texts) where T : struct, Enum => texts.Select(text => Choice<T>(text)).OfType<T>().ToList() is var known && known.Count == texts.Count ? known : null;

    /// <summary>By name; neither a number nor "unspecified" is a choice.</summary>
    private static T? Choice<T>(string? text) where T : struct, Enum =>
        text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, out var known) && Enum.IsDefined(known) && !known.Equals(default(T)) ? known : null;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
