using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>Takes the names of erased accounts off the boards in memory, here and at the other coordinators.</summary>
internal sealed class ForgetNames : IErasureWitness
{
    private const string Line = "erased ";

    private readonly LiveBoards _boards;
    private readonly ReplicaBus _bus;

    public ForgetNames(LiveBoards boards, ReplicaBus bus)
    {
        (_boards, _bus) = (boards, bus);
        bus.Heard += Hear;
    }

    public Task WitnessAsync(AccountId account, string pseudonym, CancellationToken cancellationToken)
    {
        _boards.Rename(account.Value, pseudonym);
        _bus.Send($"{Line}{account} {pseudonym}");
        return Task.CompletedTask;
    }

    private void Hear(string line)
    {
        if (line.StartsWith(Line, StringComparison.Ordinal) && line.Split(' ') is [_, var id, var pseudonym] && Ids.Read<AccountId>(id) is { } account)
            _boards.Rename(account.Value, pseudonym);
    }
}
