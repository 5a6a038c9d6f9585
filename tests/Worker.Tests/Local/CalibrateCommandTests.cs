using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Worker.Tests.Rendering;

namespace LaionGrid.Worker.Tests.Local;

/// <summary>"laiongrid-worker calibrate" in a process of its own, on the bundled model at small sides.</summary>
public sealed class CalibrateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Calibrate_WithANewKey_WritesATableThatTheKeySigned()
    {
        var bundle = SmallPocket();

        var worker = await LocalWorker.RunAsync(
            _folder.Path, "calibrate", "--bundle", bundle, "--device", "cpu", "--prompts", "1", "--admit", "cuda=fp32", "--sign-key", "operator.pem", "--new-key");

        Assert.Equal((0, ""), (worker.ExitCode, worker.Error));
        var (table, problem) = ToleranceTable.Read(File.ReadAllBytes(Path.Combine(bundle, "tolerance.json")));
        Assert.Null(problem);
        Assert.Equal(("pocket", 1, 1), (table!.BundleId, table.BundleVersion, table.Version));
        Assert.Equal(["CPU", "CUDA"], Assert.Single(table.Classes).Providers);
        Assert.Equal(18, table.Plausibility.Count); // nine samplers, two scales
        using var key = ToleranceSignature.ReadKey(File.ReadAllText(_folder["operator.pem.pub"]));
        Assert.True(table.Verify(key!));
        Assert.Contains("CPU, 1 thread, none optimised", worker.Output, StringComparison.Ordinal);
        Assert.Contains("margin", worker.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["operator.pem"]));
    }

    [Theory]
    [InlineData("--new-key")]
    [InlineData("--steps", "19")]
    [InlineData("--sign-key", "no-such.pem")]
    [InlineData("--sign-key", "public.pem")]
    [InlineData("--sign-key", "public.pem", "--new-key")]
    [InlineData("--admit", "fp32")]
    [InlineData("--admit", "GPU=fp32")]
    [InlineData("--out", "/no/such/folder/tolerance.json")]
    [InlineData("--bundle", "/no/such")]
    public async Task Calibrate_OfABadValue_SaysSoBeforeAnythingIsMeasured(params string[] arguments)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder["public.pem"], key.ExportSubjectPublicKeyInfoPem());
        string[] bundle = arguments.Contains("--bundle") ? [] : ["--bundle", PocketModel.Folder, .. arguments.Contains("--out") ? Array.Empty<string>() : ["--out", _folder["out.json"]]];

        var worker = await LocalWorker.RunAsync(_folder.Path, ["calibrate", "--device", "cpu", .. bundle, .. arguments]);

        Assert.Equal(2, worker.ExitCode);
        Assert.Single(worker.Error.TrimEnd().Split('\n'));
        Assert.Equal("", worker.Output);
        Assert.False(File.Exists(_folder["out.json"]));
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(_folder["public.pem"]), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string SmallPocket()
    {
        var bundle = _folder["pocket"];
        foreach (var file in Directory.GetFiles(PocketModel.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("bundle.json" or "tolerance.json")))
        {
            var copy = Path.Combine(bundle, Path.GetRelativePath(PocketModel.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.CreateSymbolicLink(copy, file);
        }
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(PocketModel.Folder, "bundle.json")))!;
        (manifest["limits"]!["defaultWidth"], manifest["limits"]!["defaultHeight"]) = (32, 32);
        File.WriteAllText(Path.Combine(bundle, "bundle.json"), manifest.ToJsonString());
        return bundle;
    }
}
