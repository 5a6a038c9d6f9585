using System.Net;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Accounts.Linking;

/// <summary>Machines that join by a code, on the wire.</summary>
internal sealed class LinksGrpc(BeginLink begin, PollLink poll, AnswerLink answer, NetworkBlocks networks, IOptions<LinkingOptions> options) : Links.LinksBase
{
    private const int PollSeconds = 5;

    public override async Task<BeginLinkResponse> Begin(BeginLinkRequest request, ServerCallContext context) =>
        await begin.RunAsync(request.MachineName, networks.Of(AddressOf(context)), context.CancellationToken) switch
        {
            BeginLinkOutcome.Begun begun => new() { Code = begun.Code.Text, Secret = begun.Secret.Text, ExpiresInSeconds = (int)Link.Lasts.TotalSeconds, PollSeconds = PollSeconds, Page = options.Value.Page },
            BeginLinkOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<PollLinkResponse> Poll(PollLinkRequest request, ServerCallContext context) =>
        await poll.RunAsync(new(request.Secret), context.CancellationToken) switch
        {
            PollLinkOutcome.Waiting => new() { State = LinkState.Waiting },
            PollLinkOutcome.Confirmed confirmed => new() { State = LinkState.Confirmed, Key = confirmed.Key.Text, AccountName = confirmed.AccountName },
            PollLinkOutcome.Refused => new() { State = LinkState.Refused },
            PollLinkOutcome.Unknown => throw LinkRefusals.Unknown.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<FindLinkResponse> Find(FindLinkRequest request, ServerCallContext context)
    {
        var (name, refusal) = await answer.FindAsync(AccountOf(context), request.Code, context.CancellationToken);
        return name is not null ? new() { MachineName = name } : throw refusal!.ToRpc(); // one of the two is there
    }

    public override async Task<AnswerLinkResponse> Answer(AnswerLinkRequest request, ServerCallContext context) =>
        await answer.RunAsync(AccountOf(context), request.Code, request.Accepted, context.CancellationToken) is { } refusal ? throw refusal.ToRpc() : new();

    private static AccountId AccountOf(ServerCallContext context)
    {
        context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator);
        return context.Allow(KeyScopes.Account).AccountId;
    }

    private static IPAddress? AddressOf(ServerCallContext context) => context.GetHttpContext().Connection.RemoteIpAddress;
}
