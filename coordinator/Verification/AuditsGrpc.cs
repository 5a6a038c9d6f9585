using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Appealing;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Coordinator.Verification.Revealing;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Verification;

/// <summary>Audits on the wire: trajectories from workers, questions to referees and their answers, and owners' appeals.</summary>
internal sealed class AuditsGrpc(TakeReveal reveal, ReadChallenge challenge, TakeAnswer answer, TakeAppeal appeal) : Contracts.V1.Audits.AuditsBase
{
    private const int MaxChunkBytes = 64 * 1024;

    public override async Task<RevealResponse> Reveal(IAsyncStreamReader<RevealChunk> requestStream, ServerCallContext context)
    {
        var worker = context.RequireWorker();
        if (!await requestStream.MoveNext(context.CancellationToken))
            throw Empty.ToRpc();
        var first = requestStream.Current;
        var chunks = Chunks(requestStream, chunk => chunk.Data, chunk => chunk.Lease is not null || chunk.TotalBytes != 0, context.CancellationToken);
        return await reveal.RunAsync(first.Lease.ToClaim(worker), first.TotalBytes, chunks, context.CancellationToken) is { } refusal ? throw refusal.ToRpc() : new();
    }

    public override async Task FetchChallenge(FetchChallengeRequest request, IServerStreamWriter<ChallengeChunk> responseStream, ServerCallContext context)
    {
        var (found, refusal) = await challenge.FindAsync(request.Lease.ToClaim(context.RequireWorker()), context.CancellationToken);
        if (found is null)
            throw refusal!.ToRpc(); // one of the two is there
        var view = await challenge.ReadAsync(found.Attempt, context.CancellationToken);
        ReadOnlyMemory<byte> bytes = view.ToBytes();
        var header = new Challenge { Evaluations = { view.Evaluations }, Decode = view.Final is not null, Encode = view.Encodes, TotalBytes = bytes.Length };
        for (var offset = 0; offset < bytes.Length; offset += MaxChunkBytes)
            await responseStream.WriteAsync(
                new() { Challenge = offset == 0 ? header : null, Data = UnsafeByteOperations.UnsafeWrap(bytes.Slice(offset, Math.Min(MaxChunkBytes, bytes.Length - offset))) }, context.CancellationToken);
    }

    public override async Task<AnswerResponse> Answer(IAsyncStreamReader<AnswerChunk> requestStream, ServerCallContext context)
    {
        var worker = context.RequireWorker();
        if (!await requestStream.MoveNext(context.CancellationToken))
            throw Empty.ToRpc();
        var first = requestStream.Current;
        var chunks = Chunks(requestStream, chunk => chunk.Data, chunk => chunk.Lease is not null || chunk.OutputBytes != 0 || chunk.PictureBytes != 0 || chunk.Scores is not null, context.CancellationToken);
        return await answer.RunAsync(new(first.Lease.ToClaim(worker), first.OutputBytes, first.PictureBytes) { Scores = first.Scores.ToDomain() }, chunks, context.CancellationToken) is { } refusal ? throw refusal.ToRpc() : new();
    }

    public override async Task<AppealResponse> Appeal(AppealRequest request, ServerCallContext context) =>
        await appeal.RunAsync(Ids.Read<AttemptId>(request.LeaseId), context.Require(KeyRole.Worker, KeyRole.Person), context.CancellationToken) switch
        {
            AppealOutcome.Waiting { HasReferee: var hasReferee, Left: var left } =>
                new() { State = hasReferee ? AppealState.Waiting : AppealState.WaitingForAReferee, WaitsMs = Math.Max(0, (long)left.TotalMilliseconds) },
            AppealOutcome.Upheld => new() { State = AppealState.Upheld },
            AppealOutcome.Denied => new() { State = AppealState.Denied },
            AppealOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    private static Refusal Empty { get; } = Refusal.Invalid("upload.truncated", "data", "The call was empty. Send it again.");

    /// <summary>The data of the chunk that is current and of all that follow.</summary>
    /// <param name="isFirst">Whether a chunk says what only the first may.</param>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks<T>(
        IAsyncStreamReader<T> stream, Func<T, ByteString> dataOf, Func<T, bool> isFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Checked(dataOf(stream.Current));
        while (await stream.MoveNext(cancellationToken))
        {
            if (isFirst(stream.Current))
                throw Refusal.Invalid("upload.header_repeated", "lease", "Only the first chunk names lease and sizes. Send all of it again.").ToRpc();
            yield return Checked(dataOf(stream.Current));
        }
    }

    private static ReadOnlyMemory<byte> Checked(ByteString data) => data.Length <= MaxChunkBytes
        ? data.Memory
        : throw Refusal.Invalid("upload.chunk_too_large", "data", $"A chunk of {data.Length} bytes came; one has at most {MaxChunkBytes}. Send it in smaller ones.").ToRpc();
}
