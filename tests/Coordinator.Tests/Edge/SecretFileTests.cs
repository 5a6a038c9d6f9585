using System.Security.Cryptography;
using LaionGrid.Coordinator.Edge;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Edge;

public sealed class SecretFileTests
{
    [Fact]
    public async Task Secret_WhenManyDrawItAtOnce_IsOneForAll()
    {
        const int coordinators = 8;
        using var folder = new TemporaryFolder();
        using var together = new Barrier(coordinators);

        var secrets = await Task.WhenAll(Enumerable.Range(0, coordinators).Select(_ =>
            Task.Factory.StartNew(() => SecretFile.ReadOrDraw(folder["secret"], 32, Draw), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(secrets.Select(Convert.ToHexString).Distinct());
        Assert.Equal([folder["secret"]], Directory.GetFiles(folder.Path));

        byte[] Draw()
        {
            together.SignalAndWait(TimeSpan.FromSeconds(30)); // none has written yet
            return RandomNumberGenerator.GetBytes(32);
        }
    }
}
