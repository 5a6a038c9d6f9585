using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>What became of one lease's picture.</summary>
internal abstract record Delivery
{
    internal sealed record Delivered : Delivery;

    /// <summary>Nobody wants it any more; nothing needs to be said.</summary>
    internal sealed record Unwanted : Delivery;

    /// <summary>The worker is stopping or its owner wants the machine; the lease is to be given back.</summary>
    internal sealed record Interrupted : Delivery;

    /// <summary>This worker could not do it; the coordinator is to be told.</summary>
    internal sealed record Failed(Failure Failure) : Delivery;

    public static Failed Of(RenderFault fault, string detail) => new(new(
        fault switch
        {
            RenderFault.Bundle => FailReason.Bundle,
            RenderFault.BadPicture => FailReason.BadPicture,
            RenderFault.OutOfMemory => FailReason.OutOfMemory,
            _ => FailReason.RenderError,
        },
        detail,
        IsDevices: fault is not RenderFault.Bundle));
}
