using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.People;

/// <summary>People's accounts at the coordinator.</summary>
internal sealed class AccountsGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Accounts.AccountsClient _accounts = new(channel);

    /// <summary>The account of this person, made at the first call.</summary>
    public async Task<RegisterOutcome> RegisterAsync(Guid personId, string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = new RegisterRequest { PersonId = personId.ToString("N"), Name = name };
            var answer = await calls.AskAsSiteAsync(options => _accounts.RegisterAsync(request, options).ResponseAsync, cancellationToken);
            return new RegisterOutcome.Registered(answer.AccountId, answer.Name);
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new RegisterOutcome.Refused(refusal);
        }
    }

    /// <summary>Has the keys of an account's programs refused from now on, or no more.</summary>
    /// <param name="by">An operator.</param>
    /// <returns>Null when it is so now.</returns>
    public async Task<Refusal?> SetLockedAsync(Person by, string accountId, bool isLocked, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(by, options => _accounts.SetLockedAsync(new() { AccountId = accountId, IsLocked = isLocked }, options).ResponseAsync, cancellationToken);
            return null;
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return refusal;
        }
    }

    /// <summary>Erases the person at the coordinator. Erasing again changes nothing.</summary>
    /// <exception cref="CoordinatorAwayException">It was not done, or nobody knows.</exception>
    public async Task DeleteAsync(Person person, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(person, options => _accounts.DeleteAsync(new(), options).ResponseAsync, cancellationToken);
        }
        catch (RpcException error) when (error.Refusal()?.Code == "account.erased")
        {
            // An earlier try came this far.
        }
        catch (RpcException error)
        {
            throw new CoordinatorAwayException(error, error.Refusal()); // it does not do it now, for whatever reason
        }
    }
}

/// <summary>What became of a registration.</summary>
internal abstract record RegisterOutcome
{
    internal sealed record Registered(string AccountId, string Name) : RegisterOutcome;

    internal sealed record Refused(Refusal Refusal) : RegisterOutcome;
}
