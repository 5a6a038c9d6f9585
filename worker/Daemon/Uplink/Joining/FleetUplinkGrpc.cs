using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Uplink.Joining;

/// <summary>How this machine joins the grid. Both calls may be repeated.</summary>
internal sealed class FleetUplinkGrpc(Fleet.FleetClient fleet, CallsGrpc calls, PatientCalls patient)
{
    public async Task<EnrollOutcome> EnrollAsync(Enrolment enrolment, CancellationToken cancellationToken)
    {
        var request = new EnrollRequest
        {
            EnrollKey = enrolment.EnrollKey,
            WorkerName = enrolment.WorkerName,
            ContributorName = enrolment.ContributorName,
            Role = enrolment.IsReferee ? WorkerRole.Referee : WorkerRole.Volunteer,
        };
        try
        {
            var made = await patient.RunAsync(async token => await fleet.EnrollAsync(request, calls.As(enrolment.JoiningKey, token)), cancellationToken);
            return new EnrollOutcome.Enrolled(made.WorkerName, made.ContributorName, made.WorkerKey);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return new EnrollOutcome.Refused(error.ToRefusal());
        }
    }

    /// <summary>Null when it was taken; otherwise why not.</summary>
    public Task<Refusal?> ReportAsync(Machine machine, CancellationToken cancellationToken)
    {
        var device = new Device { Name = machine.DeviceName, Provider = machine.Provider, MemoryMib = machine.MemoryMiB };
        var request = new ReportRequest { Version = machine.Version, Platform = machine.Platform, Devices = { device } };
        return patient.TryAsync(async token => await fleet.ReportAsync(request, calls.Plain(token)), cancellationToken);
    }
}
