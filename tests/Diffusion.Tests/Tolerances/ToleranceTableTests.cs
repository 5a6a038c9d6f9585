using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Tests.Tolerances;

public sealed class ToleranceTableTests
{
    private static readonly ToleranceTable Table = Tables.Sound;

    [Fact]
    public void Read_OfWhatWasWritten_SaysTheSame()
    {
        var (read, problem) = ToleranceTable.Read(Table.Write());

        Assert.Null(problem);
        Assert.Equal(Table.Write(), read!.Write());
        Assert.Equal(Table.Classes[1].Bins[9], read.Classes[1].Bins[9]);
    }

    [Theory]
    [InlineData("cpu", "fp32")]
    [InlineData("DIRECTML", "fp16")]
    [InlineData("WEBGPU", null)]
    public void ClassOf_AProvider_IsTheOneItWasAdmittedInto(string provider, string? name) => Assert.Equal(name, Table.ClassOf(provider)?.Name);

    [Theory]
    [InlineData(SamplerKind.Ddim, 1, 4.0)]
    [InlineData(SamplerKind.Ddim, 4.5, 8.0)]
    [InlineData(SamplerKind.Ddim, 20, 8.0)]
    [InlineData(SamplerKind.Lcm, 1, null)]
    public void BoundsOf_ASampler_AreThoseMeasuredNextAbove(SamplerKind sampler, double guidance, double? measured) =>
        Assert.Equal(measured, Table.BoundsOf(sampler, guidance)?.Guidance);

    [Fact]
    public void Verify_OfASignedTable_IsTrueForItsKeyAlone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var shown = ToleranceSignature.ReadKey(key.ExportSubjectPublicKeyInfoPem())!;
        var received = ToleranceTable.Read(Table.Sign(key).Write()).Table!;

        Assert.True(received.Verify(shown));
        Assert.False(received.Verify(other));
        Assert.False((received with { Version = 2 }).Verify(shown));
        Assert.False(Table.Verify(shown));
    }

    [Fact]
    public void Verify_AfterOneNumberWasChanged_IsFalse()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = Encoding.UTF8.GetString(Table.Sign(key).Write());

        var forged = ToleranceTable.Read(Encoding.UTF8.GetBytes(text.Replace("0.001", "0.1", StringComparison.Ordinal))).Table!;

        Assert.NotEqual(Table.Classes[0].RawTau(0), forged.Classes[0].RawTau(0));
        Assert.False(forged.Verify(key));
    }

    [Theory]
    [InlineData("no key")]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void ReadKey_OfWhatIsNone_IsNull(string pem) => Assert.Null(ToleranceSignature.ReadKey(pem));

    [Fact]
    public void ReadKey_OfAnotherCurve_IsNull()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Null(ToleranceSignature.ReadKey(key.ExportPkcs8PrivateKeyPem()));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "format", "2" },
        { "format", "null" },
        { "table", "null" },
        { "table.version", "0" },
        { "table.version", "1.5" },
        { "table.bundleId", "\"\"" },
        { "table.bundleId", "null" },
        { "table.engineVersion", "3" },
        { "table.more", "1" },
        { "table.classes", "[]" },
        { "table.classes", "[null]" },
        { "table.classes.0.providers", "[null]" },
        { "table.classes.0.providers", "[\"directml\"]" },
        { "table.classes.0.guidance", "-1" },
        { "table.classes.0.margin", "0" },
        { "table.classes.0.bins", "[]" },
        { "table.classes.0.bins.3", "null" },
        { "table.classes.0.bins.3.below", "100" },
        { "table.classes.0.bins.3.samples", "0" },
        { "table.classes.0.bins.3.raw", "null" },
        { "table.classes.0.bins.3.raw.tau", "0" },
        { "table.classes.0.bins.3.raw.tau", "-1" },
        { "table.classes.0.bins.3.raw.tau", "1e999" },
        { "table.classes.0.bins.3.raw.tau", "\"NaN\"" },
        { "table.classes.0.bins.3.guided.sigma", "-0.1" },
        { "table.classes.0.bins.3.guided.mu", "-1e999" },
        { "table.plausibility", "[null]" },
        { "table.plausibility.0.sampler", "\"Guess\"" },
        { "table.plausibility.0.sampler", "0" },
        { "table.plausibility.0.bins.9", "{}" },
        { "table.plausibility.0.bins.9.cosine", "1.5" },
        { "table.plausibility.0.bins.9.clean", "null" },
        { "table.signature", "{\"key\":\"\",\"value\":\"\"}" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_OfATableWithOneThingWrong_RefusesIt(string path, string value)
    {
        var (table, problem) = ToleranceTable.Read(With(path, JsonNode.Parse(value)));

        Assert.Null(table);
        Assert.NotNull(problem);
    }

    [Fact]
    public void Read_OfATableThatLeavesABinOut_RefusesIt()
    {
        var whole = JsonNode.Parse(Table.Write())!;
        whole["table"]!["classes"]![0]!["bins"]!.AsArray().RemoveAt(4);

        Assert.Contains("bins", ToleranceTable.Read(Encoding.UTF8.GetBytes(whole.ToJsonString())).Problem);
    }

    [Fact]
    public void Read_OfTwoVersions_RefusesThem() =>
        Assert.Null(ToleranceTable.Read(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Table.Write()).Replace("\"version\": 1,", "\"version\": 1, \"version\": 1,", StringComparison.Ordinal))).Table);

    [Fact]
    public void Read_OfMoreThanAMebibyte_RefusesIt() => Assert.Contains("bytes", ToleranceTable.Read(new byte[(1 << 20) + 1]).Problem);

    /// <summary>Bytes changed, left out or doubled at random: a table or a problem comes out, and never both, none, or an exception.</summary>
    [Fact]
    public void Read_OfDamagedBytes_NeverThrows()
    {
        var sound = Table.Write();
        var damage = Gen.Choose(0, sound.Length - 1).Zip(Gen.Choose(0, 255)).Zip(Gen.Choose(0, 3)).Select(one => (At: one.Item1.Item1, Byte: (byte)one.Item1.Item2, How: one.Item2));
        Prop.ForAll(damage.NonEmptyListOf().ToArbitrary(), changes =>
        {
            var bytes = changes.Aggregate(sound.ToList(), (list, change) => Damage(list, change.At, change.Byte, change.How)).ToArray();
            var (table, problem) = ToleranceTable.Read(bytes);
            return table is null != problem is null && (table is null || table.Classes.All(one => one.RawTau(500) > 0 && double.IsFinite(one.RawTau(500))));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":1,\"table\":\"\\ud800\"}")]
    [InlineData("{\"format\":1,\"table\":{\"bundleId\":\"\\ud800\"}}")]
    public void Read_OfOtherJson_SaysWhatIsWrong(string json) => Assert.NotNull(ToleranceTable.Read(Encoding.UTF8.GetBytes(json)).Problem);

    private static List<byte> Damage(List<byte> bytes, int at, byte value, int how)
    {
        at %= bytes.Count;
        if (how == 0)
            bytes.RemoveAt(at);
        else if (how == 1)
            bytes.Insert(at, bytes[at]);
        else
            bytes[at] = how == 2 ? value : (byte)"0123456789-.eE{}[]\",:"[value % 21];
        return bytes;
    }

    private static byte[] With(string path, JsonNode? value)
    {
        var (root, names) = (JsonNode.Parse(Table.Write())!, path.Split('.'));
        var owner = names[..^1].Aggregate(root, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!);
        if (owner is JsonArray items)
            items[int.Parse(names[^1])] = value;
        else
            owner[names[^1]] = value;
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
