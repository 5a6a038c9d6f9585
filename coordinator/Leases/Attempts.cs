using System.Data.Common;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Leases;

/// <summary>Between leases and rows.</summary>
internal static class Attempts
{
    /// <summary>The row of a lease that is only an offer yet.</summary>
    public static Attempt Offered(GrantedLease lease, DateTimeOffset now, DateTimeOffset until) => new()
    {
        Id = lease.Id,
        JobId = lease.JobId,
        Purpose = lease.Purpose,
        WorkerId = lease.WorkerId,
        AccountId = lease.AccountId,
        Fence = lease.Fence,
        State = AttemptState.Leased,
        LeaseUntil = until,
        StartedAt = now,
        AuditOf = lease.AuditOf,
        CheckedAccountId = lease.CheckedAccountId,
    };

    /// <summary>A request's settings, as <see cref="ReadSettings"/> reads them. The request is r.</summary>
    public const string SettingsColumns = """r."Prompt", r."NegativePrompt", r."BundleId", r."Width", r."Height", r."Steps", r."Guidance", r."Sampler", r."SourceSha256", r."Strength", r."MaskSha256" """;

    /// <summary>How many those are.</summary>
    public const int SettingsCount = 11;

    /// <summary>A request's settings from a row that holds them from this column on.</summary>
    public static RenderSettings ReadSettings(DbDataReader row, int first) => new()
    {
        Prompt = row.GetString(first),
        NegativePrompt = row.GetString(first + 1),
        BundleId = row.GetString(first + 2),
        Width = row.GetInt32(first + 3),
        Height = row.GetInt32(first + 4),
        Steps = row.GetInt32(first + 5),
        Guidance = row.GetFloat(first + 6),
        Sampler = Enum.Parse<Sampler>(row.GetString(first + 7)),
        SourceSha256 = row.GetString(first + 8),
        Strength = row.GetDouble(first + 9),
        MaskSha256 = row.GetString(first + 10),
    };
}
