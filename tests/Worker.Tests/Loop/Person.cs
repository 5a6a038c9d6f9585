using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>Somebody who asks for pictures and watches them come.</summary>
internal sealed class Person(CoordinatorUnderTest grid)
{
    public const string Prompt = "a boat";

    private readonly Dictionary<string, string> _keys = [];
    private int _sources;

    private Requests.RequestsClient Requests => new(grid.Channel());

    public async Task<string> AskAsync()
    {
        var key = $"ask-{_keys.Count + 1}";
        var request = (await Requests.SubmitAsync(new() { RequestKey = key, Settings = new() { Prompt = Prompt }, Count = 1, Seed = 1 })).Request.RequestId;
        _keys[request] = key;
        return request;
    }

    /// <summary>Asks for a picture that begins from another.</summary>
    /// <param name="mask">Null to make all of it anew.</param>
    public async Task<string> AskFromAsync(byte[] source, double strength, byte[]? mask)
    {
        var settings = new RenderSettings { Prompt = Prompt, SourceSha256 = await BringAsync(source), Strength = strength, MaskSha256 = mask is null ? "" : await BringAsync(mask) };
        return (await Requests.SubmitAsync(new() { RequestKey = $"from-{++_sources}", Settings = settings, Count = 1, Seed = 1 })).Request.RequestId;
    }

    private async Task<string> BringAsync(byte[] png)
    {
        using var call = Requests.UploadSource();
        await call.RequestStream.WriteAsync(new() { TotalBytes = png.Length, Data = ByteString.CopyFrom(png) });
        await call.RequestStream.CompleteAsync();
        return (await call).Sha256;
    }

    public async Task CancelAsync(string request) => await Requests.CancelAsync(new() { RequestId = request, RequestKey = _keys[request] });

    public async Task<JobView> SeeAsync(string request) => (await Requests.GetAsync(new() { RequestId = request })).Jobs[0];

    /// <summary>The first view of the request's picture that is as the test wants it.</summary>
    public async Task<JobView> WatchAsync(string request, Func<JobView, bool> until)
    {
        using var patience = new CancellationTokenSource(WorkerUnderTest.Soon);
        using var watch = Requests.Watch(new() { RequestId = request, Previews = true }, cancellationToken: patience.Token);
        await foreach (var view in watch.ResponseStream.ReadAllAsync(patience.Token))
        {
            if (until(view.Jobs[0]))
                return view.Jobs[0];
        }
        throw new InvalidOperationException("The request ended without that.");
    }

    /// <summary>The picture's first view with a picture, or with the failure.</summary>
    public Task<JobView> FinishedAsync(string request) => WatchAsync(request, job => job.PictureSha256.Length > 0 || job.State == JobState.Failed);

    /// <summary>The picture's view after its verdict.</summary>
    public Task<JobView> JudgedAsync(string request) => WatchAsync(request, job => job.State is JobState.Done or JobState.Failed);

    public async Task<Picture> PictureAsync(JobView job) => await Requests.GetPictureAsync(new() { JobId = job.JobId });
}
