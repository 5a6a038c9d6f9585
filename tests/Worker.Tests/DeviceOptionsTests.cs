using System.CommandLine;

namespace LaionGrid.Worker.Tests;

public sealed class DeviceOptionsTests
{
    [Theory]
    [InlineData("auto", "auto"), InlineData("CUDA:1", "cuda:1"), InlineData("cuda:0, cuda:2,cpu", "cuda:0 cuda:2 cpu:0"), InlineData("cpu,cpu", "cpu:0 cpu:1"), InlineData("all", "all"), InlineData("directml", "directml")]
    public void Devices_OfAList_AreNumbered(string text, string labels)
    {
        var (requests, problem) = Read(takesSeveral: true, "--device", text, "--memory-limit", "2048", "--threads", "3");

        Assert.Null(problem);
        Assert.Equal(labels, string.Join(' ', requests.Select(request => request.Label)));
        Assert.All(requests, request => Assert.Equal((2048L, 3), (request.MemoryLimitMiB, request.Threads)));
    }

    [Theory]
    [InlineData("gpu", "\"gpu\" is not one of"), InlineData("cuda:x", "\"cuda:x\""), InlineData("cuda:-1", "\"cuda:-1\""), InlineData("auto:1", "\"auto:1\""), InlineData("1", "\"1\""), InlineData("cpu,,cpu", "\"\"")]
    [InlineData("cuda:1,cuda:1", "names cuda:1 twice"), InlineData("cuda:0,auto", "auto stands for itself"), InlineData("all,cpu", "all stands for itself"), InlineData("cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu", "17 devices")]
    public void Devices_ThatCannotBe_AreNamed(string text, string says) => Assert.Contains(says, Read(takesSeveral: true, "--device", text).Problem, StringComparison.Ordinal);

    [Theory, InlineData("cpu,cpu"), InlineData("all")]
    public void Command_OfOneDevice_TakesNoList(string text)
    {
        var (options, command) = (new DeviceOptions(), new Command("render"));
        options.AddTo(command);

        Assert.Contains("one device", options.Read(command.Parse(["--device", text])).Problem, StringComparison.Ordinal);
    }

    /// <summary>What the render process is told is what the owner asked for.</summary>
    [Fact]
    public void Arguments_ForTheRenderProcess_AreReadAsTheyWere()
    {
        var asked = Read(takesSeveral: true, "--device", "cuda:3", "--memory-limit", "4096", "--threads", "2").Requests.Single();

        Assert.Equal(asked, Read(takesSeveral: false, asked.ToArguments()).Requests.Single());
    }

    private static (IReadOnlyList<Worker.Rendering.DeviceRequest> Requests, string? Problem) Read(bool takesSeveral, params string[] args)
    {
        var (options, command) = (new DeviceOptions(takesSeveral), new Command("worker"));
        options.AddTo(command);
        return options.ReadAll(command.Parse(args));
    }
}
