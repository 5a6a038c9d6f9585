using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests;

/// <summary>What the scripted coordinator knows of contributors, teams and machines, and what it was told.</summary>
internal sealed class ContributionScript
{
    public Contributor? Contributor { get; set; }

    public Certificate? Certificate { get; set; }

    public Profile Profile { get; set; } = new();

    public List<OwnMachine> Machines { get; } = [];

    public List<GroupRow> Groups { get; } = [];

    public List<ListedTeam> Teams { get; } = [];

    public Team? OwnTeam { get; set; }

    /// <summary>Whom the codes let in; one code a team.</summary>
    public Dictionary<string, Team> Invites { get; } = [];

    /// <summary>The machine that waits with a code; null for none.</summary>
    public string? Machine { get; set; }

    /// <summary>Thrown by the next change; null lets it happen.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>The changes asked for, each in words.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Takes down a change, which a person must have asked for.</summary>
    public void Tell(string change, ServerCallContext context)
    {
        Demand(context);
        Told.Add(change);
        ScriptedRequests.ThrowIfSet(Refusal);
    }

    /// <summary>A call that is in nobody's name is refused as the coordinator would.</summary>
    public static void Demand(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("authorization")?.StartsWith("Person ", StringComparison.Ordinal) != true)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "This call needs a person."));
    }
}

/// <summary>Contributors from a script.</summary>
internal sealed class ScriptedContributors(Script script) : Contracts.V1.Contributors.ContributorsBase
{
    public override Task<Contributor> Get(GetContributorRequest request, ServerCallContext context) =>
        Task.FromResult(script.Contribution.Contributor is { } one && one.Name == request.Name ? one : throw new RpcException(new Status(StatusCode.NotFound, "Nobody of this name has contributed.")));

    public override Task<Certificate> Certify(CertifyRequest request, ServerCallContext context) =>
        Task.FromResult(script.Contribution.Certificate ?? throw new RpcException(new Status(StatusCode.NotFound, "Nobody of this name has contributed.")));

    public override Task<ListMachinesResponse> ListMachines(ListMachinesRequest request, ServerCallContext context)
    {
        ContributionScript.Demand(context);
        return Task.FromResult(new ListMachinesResponse { Machines = { script.Contribution.Machines }, MachineCount = script.Contribution.Machines.Count });
    }
}

/// <summary>The person's profile from a script.</summary>
internal sealed class ScriptedProfiles(Script script) : Profiles.ProfilesBase
{
    public override Task<Profile> Get(GetProfileRequest request, ServerCallContext context)
    {
        ContributionScript.Demand(context);
        return Task.FromResult(script.Contribution.Profile);
    }

    public override Task<Profile> Update(UpdateProfileRequest request, ServerCallContext context)
    {
        script.Contribution.Tell($"profile {request.Profile.IsPrivate} {request.Profile.Country} {request.Profile.About}", context);
        return Task.FromResult(script.Contribution.Profile = request.Profile);
    }
}

/// <summary>Pausing from a script.</summary>
internal sealed class ScriptedFleet(Script script) : Fleet.FleetBase
{
    public override Task<PauseResponse> Pause(PauseRequest request, ServerCallContext context)
    {
        script.Contribution.Tell($"pause {request.WorkerId} {request.Paused}", context);
        return Task.FromResult(new PauseResponse());
    }
}

/// <summary>Teams from a script.</summary>
internal sealed class ScriptedTeams(Script script) : Contracts.V1.Teams.TeamsBase
{
    private ContributionScript Contribution => script.Contribution;

    public override Task<Team> Get(GetTeamRequest request, ServerCallContext context)
    {
        if (request.Name.Length > 0)
            return Task.FromResult(script.Team is { } team && team.Name == request.Name ? team : throw NoTeam);
        ContributionScript.Demand(context);
        return Task.FromResult(Contribution.OwnTeam ?? throw NoTeam);
    }

    public override Task<Team> FindInvited(FindInvitedRequest request, ServerCallContext context)
    {
        ContributionScript.Demand(context);
        return Task.FromResult(Contribution.Invites.GetValueOrDefault(request.InviteCode) ?? throw NoTeam);
    }

    public override Task<ListTeamsResponse> List(ListTeamsRequest request, ServerCallContext context)
    {
        if (request.Founded)
            ContributionScript.Demand(context);
        return Task.FromResult(new ListTeamsResponse { Teams = { Contribution.Teams.Where(team => request.Founded || team.Name.Contains(request.Search, StringComparison.OrdinalIgnoreCase)) } });
    }

    public override Task<CreateTeamResponse> Create(CreateTeamRequest request, ServerCallContext context)
    {
        Contribution.Tell($"found {request.Name}", context);
        return Task.FromResult(new CreateTeamResponse { Name = request.Name, InviteCode = "lgt_fresh" });
    }

    public override Task<JoinTeamResponse> Join(JoinTeamRequest request, ServerCallContext context)
    {
        Contribution.Tell($"join {request.InviteCode}", context);
        return Task.FromResult(new JoinTeamResponse());
    }

    public override Task<LeaveTeamResponse> Leave(LeaveTeamRequest request, ServerCallContext context)
    {
        Contribution.Tell("leave", context);
        return Task.FromResult(new LeaveTeamResponse());
    }

    public override Task<ReplaceInviteResponse> ReplaceInvite(ReplaceInviteRequest request, ServerCallContext context)
    {
        Contribution.Tell($"invite {request.Name}", context);
        return Task.FromResult(new ReplaceInviteResponse { InviteCode = "lgt_newer" });
    }

    public override Task<RenameTeamResponse> Rename(RenameTeamRequest request, ServerCallContext context)
    {
        Contribution.Tell($"rename {request.Name} {request.NewName}", context);
        return Task.FromResult(new RenameTeamResponse { Name = request.NewName });
    }

    public override Task<DissolveTeamResponse> Dissolve(DissolveTeamRequest request, ServerCallContext context)
    {
        Contribution.Tell($"dissolve {request.Name}", context);
        return Task.FromResult(new DissolveTeamResponse());
    }

    private static RpcException NoTeam => new(new Status(StatusCode.NotFound, "There is no team of this name."));
}

/// <summary>The machine that waits with a code, from a script.</summary>
internal sealed class ScriptedLinks(Script script) : Links.LinksBase
{
    private static readonly Refusal Unknown = new() { Kind = RefusalKind.NotFound, Code = "link.unknown", Message = "No machine waits with this code now." };

    public override Task<FindLinkResponse> Find(FindLinkRequest request, ServerCallContext context)
    {
        ContributionScript.Demand(context);
        ScriptedRequests.ThrowIfSet(script.Contribution.Machine is null ? Unknown : null);
        return Task.FromResult(new FindLinkResponse { MachineName = script.Contribution.Machine });
    }

    public override Task<AnswerLinkResponse> Answer(AnswerLinkRequest request, ServerCallContext context)
    {
        script.Contribution.Tell($"answer {request.Code} {request.Accepted}", context);
        return Task.FromResult(new AnswerLinkResponse());
    }
}
