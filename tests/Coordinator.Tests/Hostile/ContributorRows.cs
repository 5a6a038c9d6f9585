using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Profiles that nobody may have, and contributors and judged pictures that there are not.</summary>
internal static class ContributorRows
{
    public static IEnumerable<HostileRow> All =>
    [
        .. Of("Profiles/Update", "profile.country_unknown",
            ("a country that is none", _ => Profile(country: "XX")),
            ("a country in small letters", _ => Profile(country: "de")),
            ("a huge country", _ => Profile(country: new string('D', 1_000_000)))),
        .. Of("Profiles/Update", "profile.about_too_long",
            ("one character too many", _ => Profile(about: new string('a', 281))),
            ("a huge text", _ => Profile(about: new string('a', 1_000_000)))),
        .. Of("Profiles/Update", "profile.about_invalid",
            ("a line break", _ => Profile(about: "one\ntwo")),
            ("a turn of direction", _ => Profile(about: "one\u202Etwo"))),
        .. Of("Contributors/Get", "contributor.unknown",
            ("no name", _ => new GetContributorRequest()),
            ("a huge name", _ => new GetContributorRequest { Name = new string('a', 1_000_000) }),
            ("the network", _ => new GetContributorRequest { Name = "network" }),
            ("somebody who only asks", _ => new GetContributorRequest { Name = "Ada" })),
        .. Of("Contributors/Certify", "contributor.unknown", ("no name", _ => new CertifyRequest()), ("somebody who has nothing", _ => new CertifyRequest { Name = "Ada" })),
        .. Of("Judgements/Get", "job.unknown",
            ("no picture", _ => new GetJudgementRequest()),
            ("a picture that is none", _ => new GetJudgementRequest { JobId = new string('f', 32) }),
            ("a picture that is not there yet", scene => new GetJudgementRequest { JobId = scene.Fresh.JobId }),
            ("a huge name", _ => new GetJudgementRequest { JobId = new string('a', 1_000_000) })),
        .. Of("Board/GetGroups", "group.unknown", ("a kind that is none", _ => new GetGroupsRequest { Kind = (GroupKind)9 })),
        .. Of("Board/GetGroups", "period.unknown", ("a period that is none", _ => new GetGroupsRequest { Period = (Period)9 })),
    ];

    private static UpdateProfileRequest Profile(string country = "", string about = "") => new() { Profile = new() { Country = country, About = about } };
}
