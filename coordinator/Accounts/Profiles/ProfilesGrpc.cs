using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts.Profiles;

/// <summary>One's own profile on the wire.</summary>
internal sealed class ProfilesGrpc(UpdateProfile profiles) : Contracts.V1.Profiles.ProfilesBase
{
    public override async Task<Contracts.V1.Profile> Get(GetProfileRequest request, ServerCallContext context) =>
        ToWire(await profiles.ReadAsync(AccountOf(context), context.CancellationToken));

    public override async Task<Contracts.V1.Profile> Update(UpdateProfileRequest request, ServerCallContext context)
    {
        var (account, wanted) = (AccountOf(context), request.Profile ?? throw Missing.ToRpc());
        var (profile, refusal) = await profiles.RunAsync(account, wanted.IsPrivate, wanted.Country, wanted.About, context.CancellationToken);
        return profile is not null ? ToWire(profile) : throw refusal!.ToRpc(); // one of the two is there
    }

    private static Edge.Refusal Missing { get; } = Edge.Refusal.Invalid("profile.missing", "profile", "There is no profile in this call. Send the whole of it, as it is to be.");

    private static AccountId AccountOf(ServerCallContext context)
    {
        context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator);
        return context.Allow(KeyScopes.Account).AccountId;
    }

    private static Contracts.V1.Profile ToWire(Profile profile) => new() { IsPrivate = profile.IsPrivate, Country = profile.Country, About = profile.About };
}
