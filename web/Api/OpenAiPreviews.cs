using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Api;

/// <summary>What a streamed request says on its way: a comment while it waits, and as many previews of its first picture as were asked for, evenly spread.</summary>
internal sealed class OpenAiPreviews(int wanted, TimeProvider time)
{
    private int _told;
    private string _comment = "";

    public IEnumerable<(string Name, object Data)> Tell(RequestView request)
    {
        var job = request.Jobs[0];
        if (job.State == JobState.Queued && $"queue {job.QueuePosition}" is var comment && comment != _comment)
            yield return ("", _comment = comment);
        if (_told < wanted && job.State == JobState.Leased && job.Preview.Length > 0 && job.Step >= request.Settings.Steps * (_told + 1) / (wanted + 1))
            yield return ("image_generation.partial_image", new OpenAiEvent(
                "image_generation.partial_image", job.Preview[(job.Preview.IndexOf(',', StringComparison.Ordinal) + 1)..], time.GetUtcNow().ToUnixTimeSeconds(),
                $"{request.Settings.Width}x{request.Settings.Height}", _told++));
    }
}
