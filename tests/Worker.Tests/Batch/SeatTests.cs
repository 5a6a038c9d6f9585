using LaionGrid.Worker.Batch;

namespace LaionGrid.Worker.Tests.Batch;

public sealed class SeatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Take_OfManyTasks_GivesEachItsOwnAndThenNone()
    {
        using var first = Take(2).Seat;
        using var second = Take(2).Seat;
        var (none, problem) = Take(2);

        Assert.Equal((0, 1), (first?.Number, second?.Number));
        Assert.Null(none);
        Assert.Contains("All 2 identities", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AfterAnEnd_TakesUpTheSameIdentity()
    {
        var first = Take().Seat;
        File.WriteAllText(first?.Folder.PathOf("identity.json") ?? "", "kept");
        first?.Dispose();

        using var again = Take().Seat;

        Assert.Equal("kept", File.ReadAllText(again?.Folder.PathOf("identity.json") ?? ""));
    }

    /// <summary>As where locks do not reach over nodes.</summary>
    [Fact]
    public void Take_WhenAnotherNodeMarksItWithoutALock_PassesItOver()
    {
        Take().Seat?.Dispose();
        File.WriteAllText(Path.Combine(_folder["pool"], "000", "held"), "node2 job 5");

        using var seat = Take().Seat;

        Assert.Equal(1, seat?.Number);
    }

    [Fact]
    public void Take_WhenTheMarkIsOfATaskThatDied_TakesItsPlace()
    {
        Take().Seat?.Dispose();
        var mark = Path.Combine(_folder["pool"], "000", "held");
        File.WriteAllText(mark, "node2 job 5");
        File.SetLastWriteTimeUtc(mark, File.GetLastWriteTimeUtc(mark) - Seat.MarkLasts);

        using var seat = Take().Seat;

        Assert.Equal((0, "node1 job 7"), (seat?.Number, File.ReadAllText(mark)));
    }

    [OnUnixFact]
    public void Take_WhereNothingCanBeMade_SaysSo()
    {
        File.WriteAllText(_folder["pool"], "a file");

        Assert.Contains("cannot be made", Take().Problem, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private (Seat? Seat, string? Problem) Take(int most = 8) => Seat.Take(_folder["pool"], most, "node1 job 7", TimeProvider.System);
}
