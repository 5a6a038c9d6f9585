using System.Diagnostics;
using System.Text.Json;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit.OpenAi;

namespace LaionGrid.Web.Tests.Api;

/// <summary>The API for other networks' clients, with the client that they made.</summary>
public sealed class OpenAiClientTests
{
    [OpenAiFact]
    public async Task Client_OfOpenAi_ListsModels_GetsAPicture_StreamsOne_AndUnderstandsARefusal()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        var rendering = Wire.Job(JobState.Leased, step: 15);
        rendering.Preview = Google.Protobuf.ByteString.CopyFrom(15);
        foreach (var job in new[] { Wire.Job(JobState.Queued), rendering, Wire.Job(JobState.Done, step: 20) })
            site.Script.Views.Enqueue(Wire.Request("a red house", job));

        var told = await RunAsync($"{site.Http.BaseAddress}v1", "lg_secret");

        Assert.Equal(["pocket"], told.GetProperty("models").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(Wire.Png, told.GetProperty("picture").GetBytesFromBase64());
        Assert.Equal(["image_generation.partial_image", "image_generation.completed"], told.GetProperty("events").EnumerateArray().Select(one => one.GetString()));
        var refusal = told.GetProperty("refusal");
        Assert.Equal(("BadRequestError", 400, "size.unreadable", "size"), (refusal.GetProperty("kind").GetString(), refusal.GetProperty("status").GetInt32(), refusal.GetProperty("code").GetString(), refusal.GetProperty("field").GetString()));
        Assert.Equal((192, 128), (site.Script.Submitted[0].Settings.Width, site.Script.Submitted[0].Settings.Height));
    }

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        using var client = Process.Start(new ProcessStartInfo("node", [Path.Combine(OpenAiFactAttribute.Folder, "images.mjs"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!; // null only for a document that a running program opens
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var _ = late.Token.Register(client.Kill);
        var complaint = client.StandardError.ReadToEndAsync(late.Token);
        var answer = await client.StandardOutput.ReadToEndAsync(late.Token);
        await client.WaitForExitAsync(late.Token);
        return client.ExitCode == 0 ? JsonDocument.Parse(answer).RootElement : throw new InvalidDataException($"The client failed: {await complaint}");
    }
}
