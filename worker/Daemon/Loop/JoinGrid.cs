using System.Runtime.InteropServices;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
namespace LaionGrid.Worker.Loop;

/// <summary>
/// Makes this device a worker of the grid and tells what it is. A key that the coordinator no longer knows is replaced by
/// enrolling again with the same enrol key, which makes it the same worker as before.
/// </summary>
internal sealed partial class JoinGrid(WorkerSettings settings, IdentityFile file, EnrollDevice enroll, FleetUplinkGrpc fleet, WorkerKey key, JoinSignal joined, ILogger<JoinGrid> logger)
{
    /// <summary>Null when joined; otherwise in one line why this worker cannot be.</summary>
    public async Task<string?> RunAsync(RenderDevice device, CancellationToken cancellationToken)
    {
        try
        {
            return await JoinAsync(device, await enroll.ReadAsync(cancellationToken), cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return error.Message; // of the identity's file, which the owner can mend
        }
    }

    private async Task<string?> JoinAsync(RenderDevice device, WorkerIdentity identity, CancellationToken cancellationToken)
    {
        if (identity.IsReferee != settings.IsReferee)
            return $"{file.Path} belongs to a {(identity.IsReferee ? "referee" : "volunteer's worker")}. Give this {(settings.IsReferee ? "referee" : "worker")} a folder of its own with --data.";
        if (identity.WorkerKey.Length == 0 && await enroll.RunAsync(cancellationToken) is { } refused)
            return refused;
        return await ReportAsync(device, mayEnroll: true, cancellationToken);
    }

    private async Task<string?> ReportAsync(RenderDevice device, bool mayEnroll, CancellationToken cancellationToken)
    {
        var identity = await enroll.ReadAsync(cancellationToken);
        key.Text = identity.WorkerKey;
        var refusal = await fleet.ReportAsync(MachineOf(device), cancellationToken);
        if (refusal is null)
        {
            joined.Tell();
            LogJoined(settings.Coordinator, identity.WorkerName, settings.IsReferee ? "it checks for the operator" : $"credit goes to {identity.ContributorName}", device.Name);
            return null;
        }
        if (refusal.Code != Refusal.KeyUnknown || !mayEnroll)
            return $"{settings.Coordinator} refused this worker: {refusal.Message}";
        LogForgotten();
        return await enroll.RunAsync(cancellationToken) ?? await ReportAsync(device, mayEnroll: false, cancellationToken);
    }

    private static Machine MachineOf(RenderDevice device) => new(ThisProgram.Version, device.Name, device.Provider, device.MemoryMiB, RuntimeInformation.RuntimeIdentifier);

    [LoggerMessage(Level = LogLevel.Information, Message = "Joined the grid at {Coordinator} as {Name}; {Credit}. Rendering on {Device}.")]
    private partial void LogJoined(Uri coordinator, string name, string credit, string device);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator does not know this worker's key any more; enrolling again.")]
    private partial void LogForgotten();
}
