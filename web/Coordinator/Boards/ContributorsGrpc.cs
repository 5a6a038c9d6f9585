using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>Contributors, profiles and machines as the site sees them. Null stands for "there is no such thing".</summary>
internal sealed class ContributorsGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Contracts.V1.Contributors.ContributorsClient _contributors = new(channel);
    private readonly Profiles.ProfilesClient _profiles = new(channel);
    private readonly Fleet.FleetClient _fleet = new(channel);

    public Task<ContributorView?> FindAsync(string name, CancellationToken cancellationToken) =>
        FindAsync(async options => (await _contributors.GetAsync(new() { Name = name }, options)).ToView(), cancellationToken);

    /// <summary>Also null where the page is private or nothing is final.</summary>
    public Task<CertificateView?> CertifyAsync(string name, CancellationToken cancellationToken) =>
        FindAsync(async options => (await _contributors.CertifyAsync(new() { Name = name }, options)).ToView(), cancellationToken);

    public async Task<ProfileView> ReadProfileAsync(Person person, CancellationToken cancellationToken) =>
        (await calls.AskAsync(person, options => _profiles.GetAsync(new(), options).ResponseAsync, cancellationToken)).ToView();

    /// <returns>Null when it is kept; otherwise why not.</returns>
    public Task<Refusal?> UpdateProfileAsync(Person person, ProfileView profile, CancellationToken cancellationToken) => calls.TryAsync(
        person, options => _profiles.UpdateAsync(new() { Profile = new() { IsPrivate = profile.IsPrivate, Country = profile.Country, About = profile.About } }, options).ResponseAsync, cancellationToken);

    public async Task<(IReadOnlyList<OwnMachineView> Machines, int Count)> ListMachinesAsync(Person person, CancellationToken cancellationToken)
    {
        var answer = await calls.AskAsync(person, options => _contributors.ListMachinesAsync(new(), options).ResponseAsync, cancellationToken);
        return ([.. answer.Machines.Select(machine => machine.ToView())], answer.MachineCount);
    }

    /// <returns>Null when it is so now; otherwise why not.</returns>
    public Task<Refusal?> PauseAsync(Person person, string workerId, bool isPaused, CancellationToken cancellationToken) =>
        calls.TryAsync(person, options => _fleet.PauseAsync(new() { WorkerId = workerId, Paused = isPaused }, options).ResponseAsync, cancellationToken);

    private async Task<T?> FindAsync<T>(Func<CallOptions, Task<T>> call, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await calls.AskAsync(call, cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}

internal static class TriedCallsGrpc
{
    /// <summary>Makes a call that may be refused.</summary>
    /// <returns>Null when it was answered; otherwise the refusal.</returns>
    public static async Task<Refusal?> TryAsync<T>(this CallsGrpc calls, Person person, Func<CallOptions, Task<T>> call, CancellationToken cancellationToken) =>
        (await calls.AnswerAsync(person, call, cancellationToken)).Refusal;

    /// <summary>Makes a call that may be refused.</summary>
    /// <returns>The answer, or the refusal.</returns>
    public static async Task<(T? Answer, Refusal? Refusal)> AnswerAsync<T>(this CallsGrpc calls, Person person, Func<CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return (await calls.AskAsync(person, call, cancellationToken), null);
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return (default, refusal);
        }
    }
}
