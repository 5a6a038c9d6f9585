using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Codes and secrets that no machine waits with, and histories that nobody keeps.</summary>
internal static class LinkRows
{
    public static IEnumerable<HostileRow> All =>
    [
        .. Of("Links/Begin", "", ("a huge name", _ => new BeginLinkRequest { MachineName = new string('a', 1_000_000) })),
        .. Of("Links/Poll", "link.unknown",
            ("no secret", _ => new PollLinkRequest()),
            ("a huge secret", _ => new PollLinkRequest { Secret = new string('a', 1_000_000) })),
        .. Of("Links/Find", "link.unknown",
            ("no code", _ => new FindLinkRequest()),
            ("a huge code", _ => new FindLinkRequest { Code = new string('B', 1_000_000) }),
            ("a pattern", _ => new FindLinkRequest { Code = "%" })),
        .. Of("Links/Answer", "link.unknown",
            ("no code", _ => new AnswerLinkRequest { Accepted = true }),
            ("a huge code", _ => new AnswerLinkRequest { Code = new string('B', 1_000_000), Accepted = true })),
        .. Of("Grid/GetHistory", "spans.out_of_range",
            ("fewer than none", _ => new GetGridHistoryRequest { Spans = -1 }),
            ("more than are kept", _ => new GetGridHistoryRequest { Spans = int.MaxValue })),
        .. Of("Grid/GetHistory", "span.unknown", ("an unknown span", _ => new GetGridHistoryRequest { Span = (SampleSpan)99 })),
    ];
}
