using Grpc.Core;

namespace LaionGrid.Coordinator.Edge;

/// <summary>What callers hear of a failure: a full disk becomes a refusal, a bug becomes a logged INTERNAL that tells nothing of our insides.</summary>
internal sealed partial class Failures(ILogger<Failures> logger)
{
    /// <param name="method">At what it failed, for the log.</param>
    public RpcException ToRpc(Exception error, string method)
    {
        switch (error)
        {
            case RpcException said:
                return said;
            case var full when DiskFull.Is(full):
                LogDiskFull(method);
                return DiskFull.Refusal.ToRpc();
            case UnavailableException unavailable:
                LogUnavailable(error, method);
                return unavailable.Refusal.ToRpc();
            default:
                LogFailed(error, method);
                return new RpcException(new Status(StatusCode.Internal, "The coordinator failed at this; the failure is in its log. Trying again may help."));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The disk is full: {Method} was refused. Free space in the data folder.")]
    private partial void LogDiskFull(string method);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} was refused, as something it needs does not answer.")]
    private partial void LogUnavailable(Exception error, string method);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed.")]
    private partial void LogFailed(Exception error, string method);
}
