using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Coordinator.Tests.Accounts;

/// <summary>A running coordinator with one person, Ada, whom a site proves.</summary>
internal sealed class PersonStage : IAsyncDisposable
{
    private readonly bool _owns;

    private PersonStage(CoordinatorUnderTest grid, string accountId, bool owns)
    {
        (Grid, AccountId, _owns, Channel) = (grid, accountId, owns, grid.Channel());
        Accounts = new(Channel);
    }

    public CoordinatorUnderTest Grid { get; }

    public string AccountId { get; }

    public GrpcChannel Channel { get; }

    public Contracts.V1.Accounts.AccountsClient Accounts { get; }

    public static async Task<PersonStage> StartAsync(DatabaseKind kind, Action<IServiceCollection>? adjust = null)
    {
        var grid = await CoordinatorUnderTest.StartAsync(kind, adjust);
        using var channel = grid.Channel();
        var made = await new Contracts.V1.Accounts.AccountsClient(channel).RegisterAsync(new() { PersonId = "person-1", Name = "Ada" }, grid.Site.ProveSite());
        return new(grid, made.AccountId, owns: true);
    }

    public Metadata Prove(string role = "person") => Grid.Site.Prove(AccountId, role);

    /// <summary>The same, over a coordinator that has forgotten all that it had in memory.</summary>
    public async Task<PersonStage> AfterRestartAsync()
    {
        await Grid.RestartAsync();
        return new(Grid, AccountId, owns: false);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        if (_owns)
            await Grid.DisposeAsync();
    }
}
