using Microsoft.Extensions.Primitives;

namespace LaionGrid.Web.Annotate;

/// <summary>Where a task is answered.</summary>
public sealed record JudgePlace
{
    /// <summary>As the address spells it: a kind of task, or "own".</summary>
    public required string Task { get; init; }

    /// <summary>The visitor's request that waits meanwhile, or whose pictures are judged; empty for none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Shows whose it is, where no account does; empty otherwise.</summary>
    public string Key { get; init; } = "";

    /// <summary>Whether it stands on another page, as a part of it.</summary>
    public bool IsStrip { get; init; }

    /// <summary>Whether the visitor says to be an adult who wants to see what may not be fit for everybody.</summary>
    public bool IsAdult { get; init; }

    public bool IsOwn => Task == "own";

    public bool IsWaiting => !IsOwn && RequestId.Length > 0;

    public static JudgePlace Read(string task, Func<string, StringValues> field) => new()
    {
        Task = task, RequestId = field("request").ToString(), Key = field("key").ToString(), IsStrip = field("strip") == "true", IsAdult = field("adult") == "yes",
    };

    /// <summary>The address of the next task. The key is left out of what a browser with a script remembers itself.</summary>
    public string Next(string more = "") => $"/annotate/{Task}{Query(more)}";

    private string Query(string more)
    {
        var parts = new List<string>();
        if (RequestId.Length > 0)
            parts.Add($"request={Uri.EscapeDataString(RequestId)}");
        if (Key.Length > 0)
            parts.Add($"key={Uri.EscapeDataString(Key)}");
        if (IsStrip)
            parts.Add("strip=true");
        if (IsAdult)
            parts.Add("adult=yes");
        if (more.Length > 0)
            parts.Add(more);
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }
}
