using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Names and keys that nobody may have, and standings that nobody can ask for.</summary>
internal static class AccountRows
{
    public static IEnumerable<HostileRow> All =>
    [
        .. Of("Accounts/Create", "account.name_invalid",
            ("no name", _ => new CreateAccountRequest()),
            ("one letter too long", _ => Named(new string('a', 41))),
            ("a huge name", _ => Named(new string('a', 1_000_000))),
            ("a leading space", _ => Named(" Ada")),
            ("a line break behind it", _ => Named("Ada\n")),
            ("a bell", _ => Named("A\ada")),
            ("a letter that looks like another", _ => Named("\u0410da")),
            ("an invisible mark", _ => Named("A\u202Eda"))),
        .. Of("Accounts/Create", "account.name_taken",
            ("another's name", _ => Named("Ada")),
            ("another's name in capitals", _ => Named("ADA")),
            ("a built-in name", _ => Named("Network"))),
        .. Of("Accounts/CreateKey", "key.label_invalid",
            ("a label too long", _ => new CreateKeyRequest { Label = new string('l', 61) }),
            ("a label of control characters", _ => new CreateKeyRequest { Label = "a\nb" })),
        .. Of("Accounts/CreateKey", "key.scopes_invalid", ("no scope that is known", _ => new CreateKeyRequest { Scopes = { (KeyScope)99 } })),
        .. Of("Accounts/CreateKey", "key.expiry_past",
            ("an end long past", _ => new CreateKeyRequest { ExpiresAtUs = 1 }),
            ("an end before the first instant", _ => new CreateKeyRequest { ExpiresAtUs = -1 })),
        .. Of("Accounts/CreateKey", "key.expiry_invalid",
            ("an end before time", _ => new CreateKeyRequest { ExpiresAtUs = long.MinValue }),
            ("an end beyond time", _ => new CreateKeyRequest { ExpiresAtUs = long.MaxValue })),
        .. Of("Accounts/Register", "key.missing", ("nobody", _ => new RegisterRequest { PersonId = "p1", Name = "Eve" })).Select(row => row.By(_ => null)),
        .. Of("Accounts/RevokeKey", "",
            ("no prefix", _ => new RevokeKeyRequest()),
            ("a huge prefix", _ => new RevokeKeyRequest { KeyPrefix = new string('a', 1_000_000) }),
            ("a pattern", _ => new RevokeKeyRequest { KeyPrefix = "%" }),
            ("another's key", scene => new RevokeKeyRequest { KeyPrefix = scene.Ada[..10] }),
            ("the operator's key", scene => new RevokeKeyRequest { KeyPrefix = scene.Operator[..10] })),
        .. Of("Accounts/RevokeKey", "", ("a key revoked before", scene => new RevokeKeyRequest { KeyPrefix = scene.Revoked[..10] })).Select(row => row.By(scene => scene.Ada)),
        .. Of("Accounts/SetLocked", "account.id_invalid",
            ("no id", _ => new SetLockedRequest()),
            ("a huge id", _ => new SetLockedRequest { AccountId = new string('f', 1_000_000) })).Select(row => row.By(scene => scene.Operator)),
        .. Of("Accounts/SetLocked", "account.unknown", ("nobody's id", _ => new SetLockedRequest { AccountId = new string('f', 32), IsLocked = true })).Select(row => row.By(scene => scene.Operator)),
        .. Of("Board/GetLeaderboard", "limit.out_of_range",
            ("fewer than none", _ => new GetLeaderboardRequest { Limit = -1 }),
            ("more than a page", _ => new GetLeaderboardRequest { Limit = 101 }),
            ("a page before the first", _ => new GetLeaderboardRequest { Offset = int.MinValue })),
        .. Of("Board/GetLeaderboard", "period.unknown", ("an unknown period", _ => new GetLeaderboardRequest { Period = (Period)99 })),
        .. Of("Board/GetLeaderboard", "kind.unknown", ("an unknown kind", _ => new GetLeaderboardRequest { Kind = (BoardKind)99 })),
        .. Of("Board/GetStanding", "kind.unknown", ("an unknown kind", _ => new GetStandingRequest { Kind = (BoardKind)99 })),
        .. Of("Board/GetStanding", "period.unknown", ("an unknown period", _ => new GetStandingRequest { Period = (Period)99 })),
        .. Of("Board/GetStanding", "standing.unknown",
            ("no name", _ => new GetStandingRequest()),
            ("a huge name", _ => new GetStandingRequest { Name = new string('a', 1_000_000) }),
            ("no id of a device", _ => new GetStandingRequest { Kind = BoardKind.Devices, Name = "me" })),
        .. Of("Board/GetLeaderboard", "", ("a page behind the last", _ => new GetLeaderboardRequest { Offset = int.MaxValue, Limit = 100 })),
    ];

    private static CreateAccountRequest Named(string name) => new() { Name = name };
}
