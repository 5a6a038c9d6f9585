using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>
/// Whatever is sent, by whom, in whatever order: it is refused with a code or answered, what the coordinator keeps stays as it was,
/// and nothing ends up in its log as an error.
/// </summary>
public sealed class HostileTests
{
    private const int RandomMessages = 200;

    private static readonly byte[][] Unreadable =
    [
        [0x0A, 0xFF], // longer than the message
        [0x00], // field 0
        [0x0B], // a group that never ends
        [0x0C], // a group that never began
        [0x08, .. Enumerable.Repeat((byte)0xFF, 11)], // a number without end
        [.. Enumerable.Repeat((byte)0x0B, 1_000)], // groups in groups
    ];

    /// <summary>A call that joins the wire without saying who may make it fails here.</summary>
    [Fact]
    public void Calls_AreAllInTheTable() => Assert.Equal(Rpc.All.Select(rpc => rpc.Name).Order(), Access.Table.Keys.Order());

    [Fact]
    public void Rows_CoverEveryCallThatReadsAnything() => Assert.Equal(
        Rpc.All.Where(rpc => rpc.Descriptor.InputType.Fields.InDeclarationOrder().Any()).Select(rpc => rpc.Name).Except(["Fleet/Report"]).Order(), // takes anything, cut to size
        HostileRow.All.Select(row => row.Rpc).Distinct().Order());

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_AreRefusedOrAnswered_AndChangeNothing(DatabaseKind kind)
    {
        await using var trial = await Trial.StartAsync(kind);
        foreach (var row in HostileRow.All)
            await trial.ExpectAsync(row.Rpc, row.Case, row.Code, row.Caller(trial.Scene), [.. row.Messages(trial.Scene).Select(message => message.ToByteArray())]);
        await trial.AssertCleanAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_ThatAreWrongOrOfAnotherRole_OpenNothing(DatabaseKind kind)
    {
        await using var trial = await Trial.StartAsync(kind);
        var scene = trial.Scene;
        var keys = new Dictionary<string, string> { ["person"] = scene.Bob, ["worker"] = scene.Idle.Key, ["referee"] = scene.Recheck.Worker.Key, ["operator"] = scene.Operator };
        foreach (var (rpc, access) in Access.Table)
        {
            byte[][] message = [access.Message(scene).ToByteArray()];
            foreach (var header in Headers(scene))
                await trial.ExpectHeaderAsync(rpc, $"header \"{header}\"", "key.unknown", header, message);
            if (access.Roles.Length > 0)
                await trial.ExpectAsync(rpc, "no key", "key.missing", null, message);
            foreach (var (role, key) in keys.Where(pair => access.Roles.Length > 0 && !access.Roles.Contains(pair.Key)))
                await trial.ExpectAsync(rpc, $"key of a {role}", "key.not_allowed", key, message);
        }
        await trial.AssertCleanAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bytes_ThatAreNoMessage_AreRefused(DatabaseKind kind)
    {
        await using var trial = await Trial.StartAsync(kind);
        foreach (var (rpc, access) in Access.Table)
        {
            foreach (var bytes in Unreadable)
                await trial.ExpectAsync(rpc, Convert.ToHexString(bytes[..Math.Min(bytes.Length, 12)]), "message.unreadable", access.Caller(trial.Scene), [bytes]);
            await trial.ExpectStatusAsync(rpc, "a message too long", StatusCode.ResourceExhausted, access.Caller(trial.Scene), [Padded(1024 * 1024)]);
        }
        await trial.AssertCleanAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Texts_ThatCannotBeKept_AreRefusedAtTheDoor(DatabaseKind kind)
    {
        (byte[] Text, string Code)[] texts =
        [
            ([0xED, 0xA0, 0x80], "message.unreadable"), // half a surrogate pair
            ([0xC0, 0x80], "message.unreadable"), // a null the long way
            ([0xFF, 0xFE], "message.unreadable"), // bytes that no text has
            ([0x61, 0x00], "text.null_character"),
        ];
        await using var trial = await Trial.StartAsync(kind);
        foreach (var (rpc, access) in Access.Table)
        {
            foreach (var (text, code) in texts)
            {
                foreach (var (name, message) in Mutations.WithText(access.Message(trial.Scene), text))
                    await trial.ExpectAsync(rpc, name, code, access.Caller(trial.Scene), [message]);
            }
        }
        await trial.AssertCleanAsync();
    }

    /// <summary>Packed, this is short enough to be taken; unpacked it is eight times as long as any may be.</summary>
    [Theory, OnSqlite]
    public async Task Messages_ThatArePacked_AreNotUnpacked(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);
        using var client = new RawClient(scene.Grid.Address);

        var answer = await client.CallAsync(Rpc.Named("Board/GetNetwork"), null, [Padded(8 * 1024 * 1024)], isPacked: true);

        Assert.Equal(StatusCode.Unimplemented, answer.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Report_OfHostileWords_IsKeptShortAndPrintable(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);
        var words = $"x\u0007\r\n{string.Concat(Enumerable.Repeat("\U0001F5BC", 200))}";
        var report = new ReportRequest { Version = words, Platform = words, Devices = { new Device { Name = words, Provider = words, MemoryMib = -5 } } };

        var answer = await scene.CallAsync(Rpc.Named("Fleet/Report"), RawClient.Bearer(scene.Idle.Key), [report.ToByteArray()]);

        await using var db = await scene.Grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        var kept = await db.Workers.SingleAsync(worker => worker.Name == "finch");
        var expected = $"x{string.Concat(Enumerable.Repeat("\U0001F5BC", 99))}";
        Assert.Equal((StatusCode.OK, expected, expected, expected, expected, 0), (answer.Status, kept.DeviceName, kept.Provider, kept.Version, kept.Platform, kept.MemoryMiB));
    }

    [Theory, OnSqlite]
    public async Task Step_BeyondTheLast_IsShownAsTheLast(DatabaseKind kind)
    {
        await using var scene = await Scene.StartAsync(kind);
        await scene.Fresh.Worker.Work.HeartbeatAsync(new() { Lease = scene.Fresh.Token, Step = int.MaxValue });

        var answer = await scene.CallAsync(Rpc.Named("Requests/Get"), null, [new GetRequest { RequestId = scene.OpenRequest }.ToByteArray()]);

        var view = RequestView.Parser.ParseFrom(answer.Messages.Single());
        Assert.Equal(view.Settings.Steps, view.Jobs.Single().Step);
    }

    /// <summary>Random bytes are mostly unreadable, so half of them follow a right message, as fields it does not know or has already.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Noise_IsRefusedOrAnswered(DatabaseKind kind)
    {
        await using var trial = await Trial.StartAsync(kind);
        foreach (var (rpc, access) in Access.Table.Where(pair => pair.Key is not ("Accounts/CreateKey" or "Annotation/NextTask" or "Links/Begin"))) // make something whatever is said
            await trial.TolerateAsync(rpc, Noise(new Random(rpc.Length), access.Message(trial.Scene).ToByteArray()));
        await trial.AssertCleanAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Fields_SpoiltOneByOne_AreRefusedOrAnswered(DatabaseKind kind)
    {
        await using var trial = await Trial.StartAsync(kind);
        foreach (var (rpc, access) in Access.Table)
            await trial.TolerateAsync(rpc, Mutations.Of(access.Message(trial.Scene)));
        await trial.AssertCleanAsync();
    }

    private static IEnumerable<(string Case, byte[] Message)> Noise(Random random, byte[] right)
    {
        for (var index = 0; index < RandomMessages; index++)
        {
            var noise = new byte[random.Next(1, 40)];
            random.NextBytes(noise);
            yield return ($"noise {index}", index % 2 == 0 ? noise : [.. right, .. noise]);
        }
    }

    private static IEnumerable<string> Headers(Scene scene) =>
        ["", "Bearer", "Bearer ", "Basic YTpi", scene.Ada, $"Bearer {scene.Revoked}", $"Bearer {scene.Ada} x", $"Bearer {scene.Ada.ToUpperInvariant()}", $"Bearer {scene.Ada[..10]}", $"Bearer {new string('x', 8_000)}"];

    /// <summary>A readable message that is longer than any may be: one field that nobody knows.</summary>
    private static byte[] Padded(int length) => [0xFA, 0x7F, .. Varint(length), .. new byte[length]];

    private static byte[] Varint(int value)
    {
        using var bytes = new MemoryStream();
        var output = new CodedOutputStream(bytes);
        output.WriteLength(value);
        output.Flush();
        return bytes.ToArray();
    }
}
