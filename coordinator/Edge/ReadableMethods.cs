using System.Reflection;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace LaionGrid.Coordinator.Edge;

/// <summary>
/// Finds a service's methods as the framework's own provider does, but refuses bytes that are no such message. The framework reads a
/// message before any interceptor runs, and takes a reader's failure for a bug of ours: UNKNOWN for the caller, an error in the log.
/// </summary>
internal sealed class ReadableMethods<TService> : IServiceMethodProvider<TService> where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        var service = typeof(TService).BaseType ?? throw new InvalidOperationException($"{typeof(TService)} has no generated base.");
        var bind = service.GetCustomAttribute<BindServiceMethodAttribute>() ?? throw new InvalidOperationException($"{service} is not generated from the wire.");
        bind.BindType.GetMethod(bind.BindMethodName, [typeof(ServiceBinderBase), service])!.Invoke(null, [new Binder(context), null]); // generated beside the attribute
    }

    private sealed class Binder(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            context.AddUnaryMethod(Readable(method), Metadata, Invoker<UnaryServerMethod<TService, TRequest, TResponse>>(method));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            context.AddServerStreamingMethod(Readable(method), Metadata, Invoker<ServerStreamingServerMethod<TService, TRequest, TResponse>>(method));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            context.AddClientStreamingMethod(Readable(method), Metadata, Invoker<ClientStreamingServerMethod<TService, TRequest, TResponse>>(method));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            context.AddDuplexStreamingMethod(Readable(method), Metadata, Invoker<DuplexStreamingServerMethod<TService, TRequest, TResponse>>(method));

        private static List<object> Metadata => [new HttpMethodMetadata(["POST"])];

        private static TInvoker Invoker<TInvoker>(IMethod method) where TInvoker : Delegate =>
            typeof(TService).GetMethod(method.Name)!.CreateDelegate<TInvoker>(); // each of the base's methods is there

        private static Method<TRequest, TResponse> Readable<TRequest, TResponse>(Method<TRequest, TResponse> method)
        {
            var (write, read) = (method.RequestMarshaller.ContextualSerializer, method.RequestMarshaller.ContextualDeserializer);
            return new(method.Type, method.ServiceName, method.Name, Marshallers.Create(write, context => Read(read, context)), method.ResponseMarshaller);
        }

        private static TRequest Read<TRequest>(Func<DeserializationContext, TRequest> read, DeserializationContext context)
        {
            var request = ReadWhole(read, context);
            return request is IMessage message && NullCharacter.FieldOf(message) is { } field ? throw WithNull(field).ToRpc() : request;
        }

        private static TRequest ReadWhole<TRequest>(Func<DeserializationContext, TRequest> read, DeserializationContext context)
        {
            try
            {
                return read(context);
            }
            catch (InvalidProtocolBufferException error)
            {
                throw Unreadable(error.Message).ToRpc();
            }
        }

        private static Refusal Unreadable(string why) => Refusal.Invalid("message.unreadable", "", $"The message cannot be read: {why} Send it as the published .proto files say.");

        private static Refusal WithNull(string field) => Refusal.Invalid("text.null_character", field, $"The text of {field} holds a null character. Remove it.");
    }
}
