using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sample.Contracts;

namespace LaionGrid.Packages.Tests.Server;

/// <summary>Does what each test asks for.</summary>
public sealed class SamplerCalls(CallLog log) : Sampler.SamplerBase
{
    public override Task<Item> Echo(Item request, ServerCallContext context) => Task.FromResult(request);

    public override async Task<Answer> Do(Ask request, ServerCallContext context)
    {
        switch (request.What)
        {
            case "metadata":
                var headers = new Metadata();
                foreach (var entry in context.RequestHeaders)
                    if (entry.Key.StartsWith("x-", StringComparison.Ordinal))
                        headers.Add(entry.IsBinary ? new Metadata.Entry("r" + entry.Key, entry.ValueBytes) : new Metadata.Entry("r" + entry.Key, entry.Value));
                await context.WriteResponseHeadersAsync(headers);
                context.ResponseTrailers.Add("x-trailer", "ascii");
                context.ResponseTrailers.Add("x-trailer-bin", [0, 1, 254, 255]);
                return new Answer { Text = $"{context.Method} {context.Host} {context.Peer.Split(':')[0]} {context.UserState["seen"]} auth={context.AuthContext.IsPeerAuthenticated}" };
            case "host":
                return new Answer { Text = context.Host };
            case "sleep":
                context.CancellationToken.Register(() => log.CancelledSource($"sleep-{request.Count}").TrySetResult());
                log.BegunSource($"sleep-{request.Count}").TrySetResult();
                await Task.Delay(TimeSpan.FromSeconds(30), context.CancellationToken);
                return new Answer();
            case "deadline":
                return new Answer { Total = context.Deadline == DateTime.MaxValue ? -1 : (long)(context.Deadline - DateTime.UtcNow).TotalMilliseconds };
            case "rich":
                var rich = new RichStatus { Code = (int)StatusCode.InvalidArgument, Message = "bad field" };
                rich.Details.Add(Any.Pack(new BadField { Field = "what", Description = "not that" }));
                throw new RpcException(new Status(StatusCode.InvalidArgument, "bad field – ünïcode"), new Metadata { { "grpc-status-details-bin", rich.ToByteArray() }, { "x-hint", "see details" } });
            case "missing":
                throw new KeyNotFoundException("no such thing");
            case "crash":
                throw new InvalidOperationException("secret");
            case "status":
                context.Status = new Status(StatusCode.DataLoss, "set, not thrown");
                return new Answer();
            case "flaky":
                var attempt = log.Attempts.AddOrUpdate("flaky", 1, (_, n) => n + 1);
                if (attempt % 3 != 0)
                    throw new RpcException(new Status(StatusCode.Unavailable, $"attempt {attempt}"));
                return new Answer { Total = attempt, Text = context.RequestHeaders.GetValue("grpc-previous-rpc-attempts") ?? "none" };
            case "hedge":
                var nth = log.Attempts.AddOrUpdate("hedge", 1, (_, n) => n + 1);
                if (nth == 1)
                    await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
                return new Answer { Total = nth };
            case "token":
                return new Answer { Text = string.Join(",", context.RequestHeaders.GetAll("authorization").Select(e => e.Value)) + "|" + context.RequestHeaders.GetValue("x-second") };
            case "encoding":
                if (request.Count == 1)
                    context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
                return new Answer { Text = context.GetHttpContext().Request.Headers["grpc-encoding"].ToString(), Payload = request.Payload };
            default:
                return new Answer { Text = request.What, Total = request.Payload.Length, Payload = request.Payload };
        }
    }

    public override async Task Count(Ask request, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
    {
        context.CancellationToken.Register(() => log.CancelledSource("count").TrySetResult());
        for (var i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(new Answer { Total = i }, context.CancellationToken);
            if (request.What == "break" && i == 2)
                throw new RpcException(new Status(StatusCode.Aborted, "stopped at two"));
            if (request.What == "forever")
                await Task.Delay(20, context.CancellationToken);
        }
    }

    public override async Task<Answer> Sum(IAsyncStreamReader<Ask> requestStream, ServerCallContext context)
    {
        long total = 0;
        while (await requestStream.MoveNext())
            total += requestStream.Current.Count;
        return new Answer { Total = total };
    }

    public override async Task Chat(IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
    {
        await foreach (var ask in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new Answer { Text = ask.What.ToUpperInvariant() });
    }
}
