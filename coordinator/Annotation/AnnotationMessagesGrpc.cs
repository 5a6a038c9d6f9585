using Google.Protobuf.Collections;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Board;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Annotation.Taking;
using LaionGrid.Coordinator.Storage;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Annotation;

/// <summary>Tasks and answers between the coordinator and the wire. Names of enums are the wire's.</summary>
internal static class AnnotationMessagesGrpc
{
    /// <summary>Null for what is not known here.</summary>
    public static TaskKind? ToDomain(this Wire.TaskKind kind) => Known<TaskKind, Wire.TaskKind>(kind);

    /// <summary>Null for what is not known here.</summary>
    public static string? ToDomain(this Wire.AnswerPlace place) => place switch
    {
        Wire.AnswerPlace.Unspecified => "program",
        Wire.AnswerPlace.Flow => "flow",
        Wire.AnswerPlace.Waiting => "waiting",
        Wire.AnswerPlace.Own => "own",
        _ => null,
    };

    public static Wire.AnnotationTask ToWire(this Assignment assignment, IReadOnlyList<TaskPicture> pictures)
    {
        var shown = ShownTask.Read(assignment.Shown);
        return new()
        {
            AssignmentId = assignment.Id.ToString(),
            Kind = Enum.Parse<Wire.TaskKind>(assignment.TaskKind.ToString()),
            Pictures = { pictures.Select(picture => new Wire.TaskPicture { JobId = picture.Id.ToString(), Width = picture.Width, Height = picture.Height }) },
            Prompt = shown.Prompt,
            Words = { shown.Words },
            Caption = shown.Caption,
            LeasedUntilUs = assignment.LeasedUntil.ToMicroseconds(),
            Points = TaskRules.Of(assignment.TaskKind).Points,
            Own = assignment.IsAuthor,
        };
    }

    public static Wire.AnswerTaskResponse ToWire(this TakenAnswer taken, long pointMflop)
    {
        var answer = new Wire.AnswerTaskResponse
        {
            AnswerId = taken.Answer.Id.ToString(),
            RewardMflop = taken.Answer.RewardMflop,
            RewardPoints = (int)(taken.Answer.RewardMflop / pointMflop),
            VestsAtUs = taken.Answer.VestsAt?.ToMicroseconds() ?? 0,
        };
        if (taken.Moved is { } moved)
        {
            answer.Moved = new() { Places = moved.Places };
            if (moved.Seconds is { } seconds)
                answer.Moved.Seconds = seconds;
        }
        return answer;
    }

    public static Wire.OwnAnnotation ToWire(this OwnAnnotation own, long pointMflop) => new()
    {
        Kinds = { own.Totals.Answers.OrderBy(kind => kind.Key).Select(kind => new Wire.KindCount { Kind = Enum.Parse<Wire.TaskKind>(kind.Key.ToString()), Count = kind.Value }) },
        GoldPassed = own.Totals.GoldPassed,
        GoldFailed = own.Totals.GoldFailed,
        Days = own.Totals.Days,
        PendingMflop = own.PendingMflop,
        PaidMflop = own.PaidMflop,
        PriorityMflop = own.PriorityMflop,
        PointMflop = pointMflop,
        Badges = { AnnotatorBadges.Of(own.Totals) },
    };

    /// <summary>Null when there is no answer, or a choice in it is not known here.</summary>
    public static GivenAnswer? ReadAnswer(this Wire.AnswerTaskRequest request) => request.AnswerCase switch
    {
        Wire.AnswerTaskRequest.AnswerOneofCase.Aesthetic => Of(new AestheticAnswer(request.Aesthetic.HasRating ? request.Aesthetic.Rating : null)),
        Wire.AnswerTaskRequest.AnswerOneofCase.Calibration => Of(new CalibrationAnswer(request.Calibration)),
        Wire.AnswerTaskRequest.AnswerOneofCase.Compare => Known<Preference, Wire.Preference>(request.Compare) is { } choice ? Of(new CompareAnswer(choice)) : null,
        Wire.AnswerTaskRequest.AnswerOneofCase.BestOf => new(TaskKind.BestOf, shown => new BestOfAnswer(shown.Set, request.BestOf.BestJobId, [.. request.BestOf.BadJobIds])),
        Wire.AnswerTaskRequest.AnswerOneofCase.Artifacts => PointsOf(request.Artifacts.Points) is { } points ? Of(new ArtifactsAnswer(request.Artifacts.Severity, points)) : null,
        Wire.AnswerTaskRequest.AnswerOneofCase.Match => new(TaskKind.Match, shown => new MatchAnswer(request.Match.Overall, shown.Words, [.. request.Match.Missing], [.. request.Match.Wrong])),
        Wire.AnswerTaskRequest.AnswerOneofCase.Caption => new(TaskKind.Caption, shown => new CaptionAnswer(shown.Caption, request.Caption)),
        Wire.AnswerTaskRequest.AnswerOneofCase.CaptionIsRight => new(TaskKind.CaptionVote, shown => new CaptionVoteAnswer(shown.CaptionId, request.CaptionIsRight)),
        Wire.AnswerTaskRequest.AnswerOneofCase.Flags => AllKnown<PictureFlag, Wire.PictureFlag>([.. request.Flags.Flags]) is { } flags ? Of(new FlagsAnswer(flags)) : null,
        Wire.AnswerTaskRequest.AnswerOneofCase.Tags => Known<Medium, Wire.Medium>(request.Tags.Medium) is { } medium && Known<Subject, Wire.Subject>(request.Tags.Subject) is { } subject ? Of(new TagsAnswer(medium, subject)) : null,
        _ => null,
    };

    private static GivenAnswer Of(TaskAnswer answer) => new(answer.Kind, _ => answer);

    private static List<ArtifactPoint>? PointsOf(RepeatedField<Wire.ArtifactPoint> points) => AllKnown<ArtifactType, Wire.ArtifactType>([.. points.Select(point => point.Type)]) is { } types
        ? [.. points.Zip(types, (point, type) => new ArtifactPoint(point.X, point.Y, type))]
        : null;

    private static List<T>? AllKnown<T, TWire>(TWire[] values) where T : struct, Enum where TWire : struct, Enum =>
        values.Select(value => Known<T, TWire>(value)).OfType<T>().ToList() is var known && known.Count == values.Length ? known : null;

    private static T? Known<T, TWire>(TWire value) where T : struct, Enum where TWire : struct, Enum =>
        Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) != 0 && Enum.TryParse<T>(value.ToString(), out var known) && Enum.IsDefined(known) && !int.TryParse(value.ToString(), out _) ? known : null;
}
