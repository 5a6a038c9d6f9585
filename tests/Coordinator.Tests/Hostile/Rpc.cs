using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>One call of the wire, as its descriptor tells of it. A service that joins the wire is found without being named here.</summary>
internal sealed record Rpc(MethodDescriptor Descriptor)
{
    /// <summary>Every call of every service, in the order of the proto files.</summary>
    public static IReadOnlyList<Rpc> All { get; } = [.. Files().SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(method => new Rpc(method))];

    public static Rpc Named(string name) => All.Single(rpc => rpc.Name == name);

    /// <summary>Such as "Work/Claim".</summary>
    public string Name => $"{Descriptor.Service.Name}/{Descriptor.Name}";

    /// <summary>The call with its messages as bare bytes, so that anything can be sent.</summary>
    public Method<byte[], byte[]> Raw => new(
        (Descriptor.IsClientStreaming, Descriptor.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            (true, true) => MethodType.DuplexStreaming,
        },
        Descriptor.Service.FullName, Descriptor.Name, Bytes, Bytes);

    public IMessage Read(byte[] answer) => Descriptor.OutputType.Parser.ParseFrom(answer);

    public override string ToString() => Name;

    private static Marshaller<byte[]> Bytes { get; } = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private static IEnumerable<FileDescriptor> Files() => typeof(Work).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<FileDescriptor>();
}
