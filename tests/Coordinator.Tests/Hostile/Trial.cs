using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>Sends hostile calls to a scene and notes what came of them otherwise than it had to; the test fails with all of it at once.</summary>
internal sealed class Trial(Scene scene) : IAsyncDisposable
{
    private readonly List<string> _wrong = [];
    private GridSnapshot? _kept;

    public Scene Scene => scene;

    public static async Task<Trial> StartAsync(DatabaseKind kind) => new(await Scene.StartAsync(kind));

    /// <param name="code">The refusal's code; empty: it is answered.</param>
    public Task ExpectAsync(string rpc, string name, string code, string? key, IReadOnlyList<byte[]> messages) =>
        ExpectHeaderAsync(rpc, name, code, key is null ? null : RawClient.Bearer(key), messages);

    public async Task ExpectHeaderAsync(string rpc, string name, string code, string? authorization, IReadOnlyList<byte[]> messages)
    {
        var answer = await SendAsync(rpc, name, authorization, messages);
        if ((answer.Refusal?.Code ?? "") != code || (code.Length == 0 && answer.Status != StatusCode.OK))
            Note(rpc, name, $"{answer}, not {(code.Length == 0 ? "an answer" : code)}");
        await NoteChangesAsync(rpc, name);
    }

    /// <summary>What the framework refuses before our code sees it has a status alone.</summary>
    public async Task ExpectStatusAsync(string rpc, string name, StatusCode status, string? key, IReadOnlyList<byte[]> messages)
    {
        var answer = await SendAsync(rpc, name, key is null ? null : RawClient.Bearer(key), messages);
        if (answer.Status != status)
            Note(rpc, name, $"{answer}, not {status}");
        await NoteChangesAsync(rpc, name);
    }

    /// <summary>Each may be answered or refused with a code, and all together change nothing, unless it is this call's work to keep what it is told.</summary>
    public async Task TolerateAsync(string rpc, IEnumerable<(string Case, byte[] Message)> cases)
    {
        var key = Access.Table[rpc].Caller(scene);
        foreach (var (name, message) in cases)
        {
            var answer = await SendAsync(rpc, name, key is null ? null : RawClient.Bearer(key), [message]);
            if (answer.Status != StatusCode.OK && answer.Refusal is null)
                Note(rpc, name, $"{answer}, without a code");
        }
        if (rpc == "Fleet/Report")
            _kept = null;
        else
            await NoteChangesAsync(rpc, "one of them");
    }

    /// <summary>Stops the grid, so that every call has ended on its side too, and then says all that was wrong.</summary>
    public async Task AssertCleanAsync()
    {
        await scene.DisposeAsync();
        Assert.True(_wrong.Count == 0 && scene.Errors.Lines.Count == 0, string.Join('\n', _wrong.Concat(scene.Errors.Lines.Select(Short))));
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    private async Task<Answer> SendAsync(string rpc, string name, string? authorization, IReadOnlyList<byte[]> messages)
    {
        _kept ??= await GridSnapshot.TakeAsync(scene.Grid);
        var answer = await scene.CallAsync(Rpc.Named(rpc), authorization, messages);
        if (answer.Refusal is { } refusal && (!StatusesOf(refusal.Kind).Contains(answer.Status) || refusal.Message.Length == 0))
            Note(rpc, name, $"{answer} is told as {refusal.Kind} with \"{refusal.Message}\"");
        return answer;
    }

    private async Task NoteChangesAsync(string rpc, string name)
    {
        var now = await GridSnapshot.TakeAsync(scene.Grid);
        if (_kept is { } kept && kept.Difference(now) is { Count: > 0 } difference)
            Note(rpc, name, $"it changed\n  {string.Join("\n  ", difference.Select(Short))}");
        _kept = now;
    }

    private void Note(string rpc, string name, string what) => _wrong.Add($"{rpc}, {name}: {what}");

    /// <summary>As errors.proto says.</summary>
    private static StatusCode[] StatusesOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => [StatusCode.InvalidArgument],
        RefusalKind.NotFound => [StatusCode.NotFound],
        RefusalKind.NotAllowed => [StatusCode.Unauthenticated, StatusCode.PermissionDenied],
        RefusalKind.Conflict => [StatusCode.FailedPrecondition],
        RefusalKind.TooMany => [StatusCode.ResourceExhausted],
        RefusalKind.Busy => [StatusCode.Unavailable],
        RefusalKind.Gone => [StatusCode.NotFound],
        _ => [],
    };

    private static string Short(string text) => text.Length > 1_200 ? $"{text[..1_200]}..." : text;
}
