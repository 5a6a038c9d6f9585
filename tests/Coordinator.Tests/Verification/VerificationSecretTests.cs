using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Verification.Drawing;
using LaionGrid.TestKit;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class VerificationSecretTests
{
    [Fact]
    public void Secret_WhenItsFolderComesBackAfterAFailure_IsReadThen()
    {
        using var folder = new TemporaryFolder();
        var secret = new VerificationSecret(Options.Create(new DataOptions { Folder = folder["data"] }));
        Assert.Throws<DirectoryNotFoundException>(() => secret.Bytes.ToArray());

        Directory.CreateDirectory(folder["data"]);

        var drawn = secret.Bytes.ToArray();
        Assert.Equal(File.ReadAllBytes(folder[Path.Combine("data", "lottery.key")]), drawn);
    }
}
