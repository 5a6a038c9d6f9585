using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Packages.Tests.Server;
using Sample.Contracts;
using LegacyExtensions = Sample.Contracts.Legacy.LegacyExtensions;
using Old = Sample.Contracts.Legacy.Old;

namespace LaionGrid.Packages.Tests;

/// <summary>Messages and metadata keep everything on the way.</summary>
public sealed class MessageTests(SamplerServer server) : IClassFixture<SamplerServer>
{
    private static Sampler.SamplerClient Client(GrpcChannel channel) => new(channel);

    [Fact]
    public async Task Every_protobuf_feature_survives_the_trip()
    {
        using var channel = server.Channel();
        var item = new Item
        {
            Text = "héllo", Number = 0, At = Timestamp.FromDateTime(DateTime.UtcNow), Wrapped = 5, Colour = Colour.Red,
            Payload = ByteString.CopyFrom(1, 2, 3), Nested = new() { Ratio = 0.5, Inner = new() { After = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)) } },
            Json = new Struct { Fields = { ["a"] = Value.ForNumber(1), ["b"] = Value.ForList(Value.ForBool(true), Value.ForNull()) } },
            Mask = FieldMask.FromString("text,number"),
        };
        item.Blobs["k"] = ByteString.CopyFromUtf8("v");
        item.Packed.AddRange([-1, 0, 1, long.MaxValue]);
        item.Anything.Add(Any.Pack(new Ask { What = "in any" }));
        var back = await Client(channel).EchoAsync(item);
        Assert.Equal(item, back);
        Assert.True(back.HasNumber);
        Assert.Equal("in any", back.Anything[0].Unpack<Ask>().What);
        var types = Google.Protobuf.Reflection.TypeRegistry.FromMessages(Ask.Descriptor);
        var json = new JsonFormatter(JsonFormatter.Settings.Default.WithTypeRegistry(types)).Format(item);
        Assert.Equal(item, new JsonParser(JsonParser.Settings.Default.WithTypeRegistry(types)).Parse<Item>(json));
        Assert.Contains("Sampler", Sampler.Descriptor.Name);
        Assert.Equal(5, Sampler.Descriptor.Methods.Count);
    }

    [Fact]
    public void Proto2_extensions_work()
    {
        var old = new Old { Id = 1 };
        old.SetExtension(LegacyExtensions.Note, "n");
        var parser = Old.Parser.WithExtensionRegistry([LegacyExtensions.Note]);
        var back = parser.ParseFrom(old.ToByteArray());
        Assert.Equal("n", back.GetExtension(LegacyExtensions.Note));
        Assert.Equal("none", back.Name);
    }

    [Fact]
    public async Task Unary_carries_metadata_both_ways()
    {
        using var channel = server.Channel();
        using var call = Client(channel).DoAsync(new Ask { What = "metadata" }, new Metadata { { "X-Ascii", "a b" }, { "x-raw-bin", [0, 255] }, { "x-twice", "1" }, { "x-twice", "2" } });
        var headers = await call.ResponseHeadersAsync;
        var answer = await call;
        Assert.Equal("a b", headers.GetValue("rx-ascii"));
        Assert.Equal([0, 255], headers.GetValueBytes("rx-raw-bin")!);
        Assert.Equal("1, 2", headers.GetValue("rx-twice"));
        Assert.Equal("ascii", call.GetTrailers().GetValue("x-trailer"));
        Assert.Equal([0, 1, 254, 255], call.GetTrailers().GetValueBytes("x-trailer-bin")!);
        Assert.Equal("unary", call.GetTrailers().GetValue("x-intercepted"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal($"/sample.v1.Sampler/Do {new Uri(server.Plain).Authority} ipv4 yes auth=False", answer.Text);
        Assert.Contains("unary /sample.v1.Sampler/Do", server.Log.Lines);
    }

    [Fact]
    public void Metadata_rules()
    {
        Assert.Throws<ArgumentException>(() => new Metadata { { "bad key", "v" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "x-bin", "text" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "x", [1] } });
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));
        Assert.Equal("upper", new Metadata { { "UPPER", "v" } }[0].Key);
        Assert.Null(new Metadata().Get("none"));
    }
}
