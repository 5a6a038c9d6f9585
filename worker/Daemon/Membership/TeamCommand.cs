using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
namespace LaionGrid.Worker.Membership;

/// <summary>"laiongrid-worker team": founds, joins, leaves or shows the team that this machine's credit counts for, with the key that it joined the grid with.</summary>
internal sealed class TeamCommand(GridOptions grid, TextWriter output, TextWriter errors)
{
    /// <summary>The coordinator refused, or did not answer.</summary>
    public const int Refused = 1;

    /// <summary>Nothing was asked.</summary>
    public const int NotAsked = 2;

    private const double MflopInTflop = 1_000_000;

    private readonly Argument<string> _name = new("NAME") { Description = "The team's public name: 1 to 40 letters, digits, spaces, '-', '_' or '.'." };
    private readonly Argument<string> _code = new("CODE") { Description = "The invite code that the team's founder gave you." };

    public Command Build() => new("team", "The team that what this machine earns counts for.")
    {
        Ask("create", "Found a team and be its first member. Prints the invite code, once.", CreateAsync, _name),
        Ask("join", "Join a team by its invite code.", JoinAsync, _code),
        Ask("leave", "Leave your team. What you earned for it stays with it.", LeaveAsync),
        Ask("show", "Show your team: its members, its work and its rank.", ShowAsync),
        Ask("invite", "Draw a new invite code for a team that you founded. The old one lets nobody in any more.", ReplaceAsync, _name),
    };

    private Command Ask(string name, string description, Func<TeamsUplinkGrpc, ParseResult, CancellationToken, Task<Told>> ask, params Argument<string>[] arguments)
    {
        var command = new Command(name, description);
        grid.AddTo(command);
        foreach (var argument in arguments)
            command.Arguments.Add(argument);
        command.SetAction((result, cancellationToken) => RunAsync(result, (uplink, token) => ask(uplink, result, token), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, Func<TeamsUplinkGrpc, CancellationToken, Task<Told>> ask, CancellationToken cancellationToken)
    {
        var (address, folder, badAddress) = grid.Read(result);
        if (address is null)
            return await EndAsync(NotAsked, badAddress);
        var (identity, problem) = Peek(folder);
        if (identity is null)
            return await EndAsync(NotAsked, problem);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddUplink(address).BuildServiceProvider();
        services.GetRequiredService<WorkerKey>().Text = identity.WorkerKey;
        var told = await ask(services.GetRequiredService<TeamsUplinkGrpc>(), cancellationToken);
        if (told.Refusal is { } refusal)
            return await EndAsync(Refused, $"{address} says: {refusal.Message}");
        await output.WriteLineAsync(told.Text);
        return 0;
    }

    private static (WorkerIdentity? Identity, string? Problem) Peek(string folder)
    {
        try
        {
            return IdentityFile.Peek(folder) is { WorkerKey.Length: > 0 } identity
                ? (identity, null)
                : (null, $"This machine has not joined a grid from {folder}. Start laiongrid-worker there once, or name its folder with --data.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, error.Message);
        }
    }

    private async Task<Told> CreateAsync(TeamsUplinkGrpc uplink, ParseResult result, CancellationToken cancellationToken)
    {
        var name = result.GetRequiredValue(_name);
        return Told.Of(await uplink.CreateAsync(name, cancellationToken), code =>
            $"The team \"{name}\" is founded, and you are its first member. Whoever has its invite code may join: laiongrid-worker team join {code}\nThe code is shown this once; \"laiongrid-worker team invite\" draws a new one.");
    }

    private async Task<Told> JoinAsync(TeamsUplinkGrpc uplink, ParseResult result, CancellationToken cancellationToken) =>
        Told.Of(await uplink.JoinAsync(result.GetRequiredValue(_code), cancellationToken), name => $"You are in the team \"{name}\". What you earn from now on counts for it.");

    private static async Task<Told> LeaveAsync(TeamsUplinkGrpc uplink, ParseResult result, CancellationToken cancellationToken) =>
        Told.Of(await uplink.LeaveAsync(cancellationToken), name => name.Length > 0 ? $"You have left the team \"{name}\". What you earned for it stays with it." : "You are in no team.");

    private async Task<Told> ReplaceAsync(TeamsUplinkGrpc uplink, ParseResult result, CancellationToken cancellationToken) =>
        Told.Of(await uplink.ReplaceInviteAsync(result.GetRequiredValue(_name), cancellationToken), code => $"The new invite code is {code}. The old one lets nobody in any more.");

    private static async Task<Told> ShowAsync(TeamsUplinkGrpc uplink, ParseResult result, CancellationToken cancellationToken) => Told.Of(await uplink.ShowAsync(cancellationToken), team =>
    {
        var work = (team.CreditMflop / MflopInTflop).ToString("#,0.###", CultureInfo.InvariantCulture);
        var more = team.MemberCount > team.Members.Count ? $" and {team.MemberCount - team.Members.Count} more" : "";
        return $"""
            Team "{team.Name}", founded by {team.FounderName}.
            {(team.Rank == 0 ? "Nothing has become final for it yet." : $"{work} TFLOP verified; number {team.Rank} of all teams.")}
            {team.MemberCount} {(team.MemberCount == 1 ? "member" : "members")}: {string.Join(", ", team.Members)}{more}.
            """;
    });

    private async Task<int> EndAsync(int code, string? reason)
    {
        await errors.WriteLineAsync(reason);
        return code;
    }

    /// <summary>What the owner is told.</summary>
    private sealed record Told(string Text, Refusal? Refusal)
    {
        public static Told Of<T>(Asked<T> asked, Func<T, string> say) where T : class => asked.Answer is { } answer ? new(say(answer), null) : new("", asked.Refusal);
    }
}
