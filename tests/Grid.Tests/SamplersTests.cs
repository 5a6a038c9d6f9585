using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;

namespace LaionGrid.Grid.Tests;

/// <summary>Every sampler through the whole grid, with the real engine on both sides: rendered, replayed, checked by a referee, and paid by what it asked.</summary>
public sealed class SamplersTests : IDisposable
{
    private const int Steps = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Samplers_OfAModel_EachMakeAVerifiedPictureOfTheirOwn()
    {
        await using var grid = await GridUnderTest.StartAsync();
        using var channel = GrpcChannel.ForAddress(grid.Address);
        var requests = new Requests.RequestsClient(channel);
        var samplers = Enum.GetValues<Sampler>().Where(sampler => sampler is not (Sampler.Unspecified or Sampler.Lcm)).ToList();

        var pictures = new List<Picture>();
        foreach (var sampler in samplers)
            pictures.Add(await VerifiedAsync(requests, sampler));

        Assert.Equal(samplers, pictures.Select(picture => picture.Settings.Sampler));
        Assert.Equal(samplers.Count, pictures.Select(picture => picture.Job.PictureSha256).Distinct().Count());
        AssertPaidByWhatTheyAsked(samplers.Zip(pictures.Select(picture => picture.CreditMflop)).ToDictionary());
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await VerifiedAsync(requests, Sampler.Lcm));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("pocket was not made for LCM", refused.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>Pocket stands in for a distilled model: what it draws that way is nothing to look at, but each step of it can be checked.</summary>
    [Fact]
    public async Task Lcm_OfAModelThatNamesIt_MakesAVerifiedPicture()
    {
        await using var grid = await GridUnderTest.StartAsync(models: new PocketCopy(_folder["models"]).WithUsualSampler("SAMPLER_LCM").Models);
        using var channel = GrpcChannel.ForAddress(grid.Address);

        var picture = await VerifiedAsync(new(channel), Sampler.Unspecified);

        Assert.Equal(Sampler.Lcm, picture.Settings.Sampler);
    }

    /// <summary>Each of them takes what one evaluation takes, beside what does not depend on the steps.</summary>
    private static void AssertPaidByWhatTheyAsked(Dictionary<Sampler, long> credit)
    {
        var (usual, evaluation) = (credit[Sampler.Ddim], credit[Sampler.Pndm] - credit[Sampler.Ddim]);
        Assert.InRange(credit[Sampler.Heun] - usual - ((Steps - 1) * evaluation), -Steps, Steps); // each was rounded
        Assert.All(credit.Where(one => one.Key is not (Sampler.Heun or Sampler.Pndm)), one => Assert.Equal(usual, one.Value));
    }

    private static async Task<Picture> VerifiedAsync(Requests.RequestsClient requests, Sampler sampler)
    {
        using var patience = new CancellationTokenSource(Patience);
        var settings = new RenderSettings { Prompt = "a red circle on a blue background", Steps = Steps, Sampler = sampler };
        var request = (await requests.SubmitAsync(new() { RequestKey = sampler.ToString(), Settings = settings, Count = 1, Seed = 7, Verified = true }, cancellationToken: patience.Token)).Request;
        using var watch = requests.Watch(new() { RequestId = request.RequestId }, cancellationToken: patience.Token);
        var last = new JobView();
        await foreach (var view in watch.ResponseStream.ReadAllAsync(patience.Token))
            last = view.Jobs[0];
        Assert.Equal((sampler, JobState.Done, VerdictKind.Accepted, ""), (sampler, last.State, last.Verdict, last.Failure));
        return await requests.GetPictureAsync(new() { JobId = last.JobId }, cancellationToken: patience.Token);
    }
}
