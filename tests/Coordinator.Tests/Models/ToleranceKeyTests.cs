using System.Security.Cryptography;
using LaionGrid.Coordinator.Models;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Models;

/// <summary>Who is paid hangs on a bundle's tolerances: the coordinator believes none that its operator did not sign.</summary>
public sealed class ToleranceKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _bundle;

    public ToleranceKeyTests() => _bundle = Path.Combine(PaperBundle.WriteTo(_folder), PaperBundle.Id);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfASignedTable_TakesIt() => Assert.Equal(PaperBundle.Id, BundleReaderGrpc.Read(_bundle, "").Tolerance.BundleId);

    [Theory]
    [InlineData("tolerance.json", "is missing"), InlineData("tolerance.pub", "is no public key")]
    public void Read_WithoutAFile_SaysWhichAndWhatToDo(string name, string said)
    {
        File.Delete(Path.Combine(_bundle, name));

        var message = Assert.Throws<InvalidDataException>(() => BundleReaderGrpc.Read(_bundle, "")).Message;

        Assert.Contains(Path.Combine(_bundle, name), message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfATableThatWasChanged_RefusesIt()
    {
        var path = Path.Combine(_bundle, "tolerance.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"tau\": 0.001", "\"tau\": 0.9", StringComparison.Ordinal));

        Assert.Contains("is not signed", Assert.Throws<InvalidDataException>(() => BundleReaderGrpc.Read(_bundle, "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnderAnotherKeyThanTheOperators_RefusesIt()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = _folder["other.pub"];
        File.WriteAllText(key, other.ExportSubjectPublicKeyInfoPem());

        Assert.Contains(key, Assert.Throws<InvalidDataException>(() => BundleReaderGrpc.Read(_bundle, key)).Message, StringComparison.Ordinal);
    }
}
