using System.Security.Cryptography;
using System.Text;
using LaionGrid.Worker.Updates;

namespace LaionGrid.Worker.Tests.Updates;

public sealed class TakeUpdateTests : IDisposable
{
    private readonly ReleaseScene _scene = new();

    [OnUnixFact]
    public async Task Update_WhenANewerReleaseIsSigned_RunsFromTheNextStartOn()
    {
        _scene.Publish("0.2.0");

        var taken = await _scene.Take.RunAsync(mayWait: true, default);

        Assert.True(taken is { IsTaken: true, Release.Version: "0.2.0" });
        Assert.Equal("0.2.0 of 0.1.0 0.2.0", _scene.State);
        Assert.Equal(new Trial("0.2.0", "0.1.0", _scene.Time.GetUtcNow(), 0), _scene.Installation.ReadRecord().Trial);
    }

    [OnUnixTheory]
    [InlineData("0.1.0")]
    [InlineData("0.0.9")]
    public async Task Update_WhenNothingIsNewer_IsNone(string version)
    {
        _scene.Publish(version);

        Assert.Null(await _scene.Take.RunAsync(mayWait: false, default));
        Assert.Equal("0.1.0 of 0.1.0", _scene.State);
    }

    [OnUnixFact]
    public async Task Update_WhenReleasesAreRolledOut_WaitsForItsTurn()
    {
        _scene.Publish("0.2.0", rolloutHours: 10);
        _scene.Installation.Write(new(0.5, null, []));

        Assert.False((await _scene.Take.RunAsync(mayWait: true, default))!.Value.IsTaken);
        _scene.Time.Advance(TimeSpan.FromHours(5));
        Assert.True((await _scene.Take.RunAsync(mayWait: true, default))!.Value.IsTaken);
    }

    [OnUnixFact]
    public async Task Update_WhenAskedForByHand_DoesNotWait()
    {
        _scene.Publish("0.2.0", rolloutHours: 700);

        Assert.True((await _scene.Take.RunAsync(mayWait: false, default))!.Value.IsTaken);
    }

    [OnUnixFact]
    public async Task Update_WhenRefusedBefore_IsNone()
    {
        _scene.Publish("0.2.0");
        _scene.Installation.Write(new(0, null, ["0.2.0"]));

        Assert.Null(await _scene.Take.RunAsync(mayWait: false, default));
    }

    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "another key", "its signature is not by the key" },
        { "spoilt", "has not the hash that was signed" },
        { "longer", "is longer than" },
        { "shorter", "has not the hash that was signed" },
        { "another version", "said \"0.3.0\"" },
        { "does not run", "ended with 3" },
        { "an entry above its folder", "could not be laid down" },
        { "no platform", "has no program for" },
        { "nothing there", "cannot be fetched" },
        { "no JSON", "cannot be read" },
        { "another product", "says what no release can be" },
        { "a version that is a path", "says what no release can be" },
    };

    [OnUnixTheory, MemberData(nameof(Faults))]
    public async Task Update_WhenSomethingIsWrong_SaysSoAndChangesNothing(string fault, string says)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Publish(fault, other);

        var error = await Assert.ThrowsAsync<UpdateException>(() => _scene.Take.RunAsync(mayWait: false, default));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal("0.1.0 of 0.1.0", _scene.State);
        Assert.Null(_scene.Installation.ReadRecord().Trial);
    }

    public void Dispose() => _scene.Dispose();

    private void Publish(string fault, ECDsa other)
    {
        switch (fault)
        {
            case "another key": _scene.Publish("0.2.0", key: other); break;
            case "spoilt": _scene.Publish("0.2.0", spoil: bytes => [.. bytes[..^9], (byte)(bytes[^9] ^ 1), .. bytes[^8..]]); break;
            case "longer": _scene.Publish("0.2.0", spoil: bytes => [.. bytes, 0]); break;
            case "shorter": _scene.Publish("0.2.0", spoil: bytes => bytes[..^1]); break;
            case "another version": _scene.Publish("0.2.0", says: "0.3.0"); break;
            case "does not run": _scene.Publish("0.2.0", says: "0.2.0; exit 3"); break;
            case "an entry above its folder": _scene.Publish("0.2.0", name: "../../laiongrid-worker"); break;
            case "no platform": PublishText("""{"product":"laiongrid-worker","version":"0.2.0","publishedAt":"2026-01-01T00:00:00Z","rolloutHours":0,"archives":[]}"""); break;
            case "no JSON": PublishText("0.2.0"); break;
            case "another product": PublishText("""{"product":"laiongrid","version":"0.2.0","publishedAt":"2026-01-01T00:00:00Z","rolloutHours":0,"archives":[]}"""); break;
            case "a version that is a path": PublishText("""{"product":"laiongrid-worker","version":"../0.2.0","publishedAt":"2026-01-01T00:00:00Z","rolloutHours":0,"archives":[]}"""); break;
        }
    }

    private void PublishText(string manifest) => _scene.Publish(Encoding.UTF8.GetBytes(manifest), _scene.Key);
}
