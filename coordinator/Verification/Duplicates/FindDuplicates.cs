using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Duplicates;

/// <summary>
/// Finds pictures that look like an earlier one and ought not to. Each is compared with the newest of the same words and the newest of its worker, so it
/// costs the same however many there are. Those that begin from another picture ought to look like it, and so like each other: they are left out.
/// </summary>
internal sealed class FindDuplicates(IOptions<VerificationOptions> options)
{
    /// <summary>Of the same words, and as many of the same worker.</summary>
    private const int Newest = 128;

    /// <summary>Candidates that are compared in full; one picture in seven or so has one by accident.</summary>
    private const int Candidates = 16;

    /// <summary>Bits of five parts of a hash. Two hashes that differ in four bits at most have a part in common.</summary>
    private static readonly long[] Parts = [0x1FFF, 0x1FFFL << 13, 0x1FFFL << 26, 0x1FFFL << 39, -1L << 52];

    public async Task<IReadOnlySet<AttemptId>> RunAsync(GridDb db, IReadOnlyList<FinishedRender> renders, CancellationToken cancellationToken)
    {
        if (options.Value.AlikeBits < 0)
            return new HashSet<AttemptId>(); // the operator turned it off
        var pictures = FromNoise(renders).ToList();
        if (pictures.Count == 0)
            return new HashSet<AttemptId>();
        var earlier = (await ReadAsync(db, pictures, cancellationToken)).ToLookup(pair => pair.Attempt, pair => pair.Picture);
        return pictures.Where((picture, index) => earlier[picture.AttemptId].Concat(pictures.Take(index)).Any(other => IsDuplicate(picture, other))).Select(picture => picture.AttemptId).ToHashSet();
    }

    /// <summary>Remembers these.</summary>
    public static Task KeepAsync(GridDb db, IReadOnlyList<FinishedRender> renders, CancellationToken cancellationToken) => db.InsertAsync(FromNoise(renders).ToList(), cancellationToken);

    private bool IsDuplicate(SeenPicture picture, SeenPicture other) => DuplicatePolicy.OughtToDiffer(picture, other) && DuplicatePolicy.AreAlike(picture, other, options.Value);

    private static IEnumerable<SeenPicture> FromNoise(IEnumerable<FinishedRender> renders) => renders.Where(render => !render.Lease.Settings.HasSource).Select(Of);

    private static SeenPicture Of(FinishedRender render) => new()
    {
        AttemptId = render.Lease.Id,
        WorkerId = render.Lease.WorkerId,
        Words = DuplicatePolicy.WordsOf(render.Lease.Settings),
        Seed = render.Lease.Seed,
        Hash = render.Fingerprint.Hash,
        Thumbnail = render.Fingerprint.Thumbnail,
    };

    private static Task<List<(AttemptId Attempt, SeenPicture Picture)>> ReadAsync(GridDb db, IReadOnlyList<SeenPicture> pictures, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""
        WITH finished(attempt, worker, words, seed, hash) AS (VALUES {"{rows}"})
        SELECT finished.attempt, s."AttemptId", s."WorkerId", s."Words", s."Seed", s."Hash", s."Thumbnail" FROM finished
        {Join(db, "q.\"Words\" = finished.words", "near.\"Seed\" <> finished.seed")}
        UNION ALL
        SELECT finished.attempt, s."AttemptId", s."WorkerId", s."Words", s."Seed", s."Hash", s."Thumbnail" FROM finished
        {Join(db, "q.\"WorkerId\" = finished.worker", "near.\"Words\" <> finished.words")}
        """,
        pictures.Select(picture => new object?[] { picture.AttemptId.Value, picture.WorkerId.Value, picture.Words, picture.Seed, picture.Hash }).ToList(), [],
        row => (row.ReadId<AttemptId>(0), new SeenPicture
        {
            AttemptId = row.ReadId<AttemptId>(1),
            WorkerId = row.ReadId<WorkerId>(2),
            Words = row.GetFieldValue<byte[]>(3),
            Seed = row.GetInt64(4),
            Hash = row.GetInt64(5),
            Thumbnail = row.GetFieldValue<byte[]>(6),
        }), cancellationToken);

    /// <summary>The candidates of each finished picture. PostgreSQL lets a joined query see the row it is joined to by LATERAL, SQLite only within a condition.</summary>
    private static string Join(GridDb db, string among, string but)
    {
        var candidates = $"""
            SELECT near."AttemptId" FROM (
                SELECT q."AttemptId", q."Words", q."Seed", q."Hash" FROM seen_pictures q WHERE {among} ORDER BY q."AttemptId" DESC LIMIT {Newest}) near
            WHERE {but} AND ({string.Join(" OR ", Parts.Select(part => $"(near.\"Hash\" & {part}) = (finished.hash & {part})"))}) LIMIT {Candidates}
            """; // indexes words, attempt and worker, attempt; both hold all that is read here
        return db.Database.IsNpgsql()
            ? $"""JOIN LATERAL ({candidates}) c ON true JOIN seen_pictures s ON s."AttemptId" = c."AttemptId" """
            : $"""JOIN seen_pictures s ON s."AttemptId" IN ({candidates})""";
    }
}
