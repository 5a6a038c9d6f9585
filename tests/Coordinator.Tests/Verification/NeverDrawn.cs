using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Drawing;
using LaionGrid.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LaionGrid.Coordinator.Tests.Verification;

/// <summary>A lottery without luck: nobody is audited by chance alone. The least rate that can be set is 1 in 100, and a story that counts on no audit would fail as often.</summary>
internal sealed class NeverDrawn(DrawLottery lottery) : ILottery
{
    /// <summary>Settings under which all workers are proven.</summary>
    public static string[] Settings { get; } = ["--Verification:ProvingAudits", "0", "--Verification:RateTimesPassed", "0", "--Verification:SteadyRate", "0.01"];

    public static Task<CoordinatorUnderTest> CreateAsync(DatabaseKind kind, params string[] more) => CoordinatorUnderTest.CreateAsync(kind, Use, [.. Settings, .. more]);

    public static void Use(IServiceCollection services) => services.AddSingleton<DrawLottery>().Replace(ServiceDescriptor.Singleton<ILottery, NeverDrawn>());

    public byte[] TicketOf(AttemptId attempt) => lottery.TicketOf(attempt);

    public async Task<IReadOnlyDictionary<AttemptId, Draw>> DrawAsync(GridDb db, IReadOnlyList<FinishedRender> renders, CancellationToken cancellationToken) =>
        (await lottery.DrawAsync(db, renders, cancellationToken)).ToDictionary(
            pair => pair.Key, pair => pair.Value.Reason is AuditReason.Lottery or AuditReason.Canary ? pair.Value with { IsAudited = false } : pair.Value);

    public Task SettleAsync(GridDb db, IReadOnlyList<FinishedRender> renders, IReadOnlyDictionary<AttemptId, Draw> draws, CancellationToken cancellationToken) =>
        lottery.SettleAsync(db, renders, draws, cancellationToken);
}
