using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LaionGrid.Worker.Tests.Loop;

public sealed class DeviceCrewTests
{
    /// <summary>Audits of what was rendered last are answered while the device stops, by a loop beside its work.</summary>
    [Fact]
    public async Task Stop_OfADevice_EndsItsWorkFirstAndWhatServesItAfterwards()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        Beside? beside = null;
        await using var worker = WorkerUnderTest.Create(new() { Coordinator = new(grid.Address), DataFolder = "", Name = "lark" }, (one, services) => services.AddScoped<BackgroundService>(_ => beside = new(one.Log)));
        await worker.StartAsync();
        var person = new Person(grid);
        await person.FinishedAsync(await person.AskAsync());

        await worker.StopAsync();

        Assert.True(beside?.SawWorkEnd);
    }

    private sealed class Beside(LogLines log) : BackgroundService
    {
        public bool SawWorkEnd { get; private set; }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            SawWorkEnd = log.All.Contains("Stopped.");
        }
    }
}
