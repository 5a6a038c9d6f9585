using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>Joining the grid, on the wire.</summary>
internal sealed class FleetGrpc(EnrollWorker enroll, PauseWorker pause, GridWriter writer) : Contracts.V1.Fleet.FleetBase
{
    private const int MaxText = 100;

    public override async Task<EnrollResponse> Enroll(EnrollRequest request, ServerCallContext context)
    {
        var enrolment = new Enrolment(request.EnrollKey, request.WorkerName, request.ContributorName, ReadRole(request.Role));
        return await enroll.RunAsync(enrolment, context.Allow(KeyScopes.Worker), context.CancellationToken) switch
        {
            EnrollOutcome.Enrolled made => new()
            {
                WorkerId = made.WorkerId.ToString(),
                WorkerName = made.WorkerName,
                ContributorName = made.ContributorName,
                WorkerKey = made.Secret.Text,
            },
            EnrollOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<ReportResponse> Report(ReportRequest request, ServerCallContext context)
    {
        var worker = context.RequireWorker().WorkerId;
        var device = request.Devices.FirstOrDefault() ?? new Device();
        var (name, provider) = (device.Name.Printable(MaxText), device.Provider.Printable(MaxText));
        var (version, platform) = (request.Version.Printable(MaxText), request.Platform.Printable(MaxText));
        var memory = Math.Max(0, device.MemoryMib);
        await writer.RunAsync(db => db.Workers.Where(row => row.Id == worker).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.DeviceName, name).SetProperty(row => row.Provider, provider)
                .SetProperty(row => row.MemoryMiB, memory).SetProperty(row => row.Version, version).SetProperty(row => row.Platform, platform),
            context.CancellationToken), context.CancellationToken);
        return new();
    }

    public override async Task<PauseResponse> Pause(PauseRequest request, ServerCallContext context)
    {
        var caller = context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator);
        return await pause.RunAsync(Ids.Read<WorkerId>(request.WorkerId), request.Paused, caller, context.CancellationToken) is { } refusal
            ? throw refusal.ToRpc()
            : new();
    }

    private static WorkerRole ReadRole(Contracts.V1.WorkerRole role) => role switch
    {
        Contracts.V1.WorkerRole.Unspecified or Contracts.V1.WorkerRole.Volunteer => WorkerRole.Volunteer,
        Contracts.V1.WorkerRole.Referee => WorkerRole.Referee,
        _ => throw Refusal.Invalid("worker.role_unknown", "role", "This role is not known here. Enrol as a volunteer or as a referee.").ToRpc(),
    };
}
