using System.Data.Common;
using System.Globalization;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Verification.Audits;

/// <summary>A rendered attempt under audit, with all that the audit reads and the verdict moves.</summary>
internal sealed record AuditedAttempt
{
    private const int FirstSetting = 22;

    private const string Columns =
        $"""
        SELECT a."Id", a."WorkerId", a."AccountId", a."JobId", j."RequestId", j."Lane", j."Seed", a."Fence", a."Audit", a."Verdict", a."VerdictCode", a."DisputedBy", a."EndedAt",
            a."Commitment", a."PictureSha256", u."BundleId", u."Runtime", u."Checks", u."Decodes", u."CreditMflop", u."RevealSha256", u."Evaluations",
            {Attempts.SettingsColumns}, u."Class", a."TextFit", a."Aesthetic", a."Nsfw", a."IsUnsafe", a."Watermark"
        FROM attempts a JOIN audits u ON u."AttemptId" = a."Id" JOIN jobs j ON j."Id" = a."JobId" JOIN requests r ON r."Id" = j."RequestId"
        """;

    public required AttemptId Id { get; init; }

    public required WorkerId WorkerId { get; init; }

    public required AccountId AccountId { get; init; }

    public required JobId JobId { get; init; }

    public required RequestId RequestId { get; init; }

    public required string Lane { get; init; }

    public required long Seed { get; init; }

    public required long Fence { get; init; }

    /// <summary>Null when it is over.</summary>
    public required AuditState? State { get; init; }

    public required Verdict Verdict { get; init; }

    public required string VerdictCode { get; init; }

    public required WorkerId? DisputedBy { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required byte[] Commitment { get; init; }

    public required string PictureSha256 { get; init; }

    public required string BundleId { get; init; }

    public required string Runtime { get; init; }

    public required int Checks { get; init; }

    public required bool Decodes { get; init; }

    public required long CreditMflop { get; init; }

    public required string RevealSha256 { get; init; }

    /// <summary>Asked of referees, in rising order; empty before the replay.</summary>
    public required IReadOnlyList<int> Evaluations { get; init; }

    public required RenderSettings Settings { get; init; }

    /// <inheritdoc cref="Audit.Class"/>
    public required string Class { get; init; }

    /// <summary>By its worker's word.</summary>
    public PictureScores Scores { get; init; } = PictureScores.None;

    /// <summary>Null when this attempt was never drawn.</summary>
    public static async Task<AuditedAttempt?> FindAsync(GridDb db, AttemptId id, CancellationToken cancellationToken) =>
        (await db.QueryRowsAsync($"""{Columns} WHERE a."Id" = @a0""", [], [id.Value], Read, cancellationToken)).SingleOrDefault();

    /// <summary>Those whose audit is this far, the first finished first.</summary>
    public static Task<List<AuditedAttempt>> ReadAsync(GridDb db, AuditState state, DateTimeOffset finishedBefore, int most, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""{Columns} WHERE a."Audit" = @a0 AND a."EndedAt" <= @a1 ORDER BY a."EndedAt" LIMIT @a2""", // index audit, ended at
        [], [state.ToString(), finishedBefore.ToMicroseconds(), most], Read, cancellationToken);

    /// <summary>Those in dispute since before an instant.</summary>
    public static Task<List<AuditedAttempt>> ReadDisputedAsync(GridDb db, DateTimeOffset since, int most, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""{Columns} WHERE a."Audit" = 'Waiting' AND a."Verdict" = 'Pending' AND u."DisputedAt" <= @a0 ORDER BY a."EndedAt" LIMIT @a1""", // index audit, ended at
        [], [since.ToMicroseconds(), most], Read, cancellationToken);

    /// <summary>Those whose appeal waits since before an instant, and that no referee is at.</summary>
    public static Task<List<AuditedAttempt>> ReadAppealedAsync(GridDb db, DateTimeOffset since, int most, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""{Columns} WHERE u."AppealedAt" <= @a0 AND u."AppealedAt" IS NOT NULL AND u."AppealEndedAt" IS NULL AND (a."Audit" IS NULL OR a."Audit" = 'Waiting') ORDER BY u."AppealedAt" LIMIT @a1""", // index appealed at
        [], [since.ToMicroseconds(), most], Read, cancellationToken);

    public static string Write(IEnumerable<int> evaluations) => string.Join(' ', evaluations.Select(evaluation => evaluation.ToString(CultureInfo.InvariantCulture)));

    private static AuditedAttempt Read(DbDataReader row) => new()
    {
        Id = row.ReadId<AttemptId>(0),
        WorkerId = row.ReadId<WorkerId>(1),
        AccountId = row.ReadId<AccountId>(2),
        JobId = row.ReadId<JobId>(3),
        RequestId = row.ReadId<RequestId>(4),
        Lane = row.GetString(5),
        Seed = row.GetInt64(6),
        Fence = row.GetInt64(7),
        State = row.IsDBNull(8) ? null : Enum.Parse<AuditState>(row.GetString(8)),
        Verdict = Enum.Parse<Verdict>(row.GetString(9)),
        VerdictCode = row.GetString(10),
        DisputedBy = row.IsDBNull(11) ? null : row.ReadId<WorkerId>(11),
        FinishedAt = Instants.FromMicroseconds(row.GetInt64(12)),
        Commitment = row.GetFieldValue<byte[]>(13),
        PictureSha256 = row.GetString(14),
        BundleId = row.GetString(15),
        Runtime = row.GetString(16),
        Checks = row.GetInt32(17),
        Decodes = row.GetBoolean(18),
        CreditMflop = row.GetInt64(19),
        RevealSha256 = row.GetString(20),
        Evaluations = row.GetString(21).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList(),
        Settings = Attempts.ReadSettings(row, FirstSetting),
        Class = row.GetString(FirstSetting + Attempts.SettingsCount),
        Scores = ReadScores(row, FirstSetting + Attempts.SettingsCount + 1),
    };

    private static PictureScores ReadScores(DbDataReader row, int first)
    {
        double? At(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
        return new(At(first), At(first + 1), At(first + 2), row.IsDBNull(first + 3) ? null : row.GetBoolean(first + 3)) { Watermark = At(first + 4) };
    }
}
