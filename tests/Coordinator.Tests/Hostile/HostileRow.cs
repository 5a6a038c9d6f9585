using Google.Protobuf;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>One hostile call and what has to come of it. Whatever that is, nothing the coordinator keeps may change.</summary>
/// <param name="Code">The refusal's code; empty when the call is answered, as repeats are.</param>
internal sealed record HostileRow(string Rpc, string Case, string Code, Func<Scene, string?> Caller, Func<Scene, IReadOnlyList<IMessage>> Messages)
{
    public static IReadOnlyList<HostileRow> All { get; } = [.. AccountRows.All, .. TeamRows.All, .. ContributorRows.All, .. RequestRows.All, .. AskingRows.All, .. PictureRows.All, .. FleetRows.All, .. WorkRows.All, .. UploadRows.All, .. SourceRows.All, .. AuditRows.All, .. LinkRows.All, .. LogRows.All, .. ModerationRows.All, .. AnnotationRows.All, .. ReleaseRows.All];

    /// <summary>Rows of one call by its usual caller that are refused with one code, or answered if that is empty.</summary>
    public static IEnumerable<HostileRow> Of(string rpc, string code, params (string Case, Func<Scene, IMessage> Message)[] rows) =>
        rows.Select(row => new HostileRow(rpc, row.Case, code, Access.Table[rpc].Caller, scene => [row.Message(scene)]));

    public HostileRow By(Func<Scene, string?> caller) => this with { Caller = caller };

    /// <summary>The usual message with this done to it.</summary>
    public static Func<Scene, IMessage> Spoilt<T>(string rpc, Action<T> spoil) where T : class, IMessage => scene =>
    {
        var message = (T)Access.Table[rpc].Message(scene);
        spoil(message);
        return message;
    };
}
