using LaionGrid.Worker.Idle;

namespace LaionGrid.Worker.Setup;

/// <summary>When the worker may run, as setup offers it: a few usual choices, or hours of the week.</summary>
internal static class RunTimes
{
    public const string Question = """
        3/4  When may it run? A number, or hours such as "mon-fri 22:00-7:00, sat-sun 0:00-24:00".
             1  while nobody has touched this machine for five minutes
             2  the same, but by night alone (daily 22:00-7:00)
             3  also while somebody uses it
        """;

    private const string Always = "always";
    private const string Night = "daily 22:00-7:00";
    private const string UsualIdle = "5m";
    private const string NoIdle = "0";

    /// <summary>Null when the answer is none of it.</summary>
    public static (string IdleAfter, string Schedule)? Read(string answer, string idleAfter) => answer switch
    {
        "1" => (UsualIdle, Always),
        "2" => (UsualIdle, Night),
        "3" => (NoIdle, Always),
        _ => Schedule.Parse(answer) is null ? null : (idleAfter, answer),
    };

    /// <summary>The answer that leaves things as they are.</summary>
    public static string Of(string idleAfter, string schedule) => (idleAfter, schedule) switch
    {
        (UsualIdle, Always) => "1",
        (UsualIdle, Night) => "2",
        (NoIdle, Always) => "3",
        _ => schedule,
    };
}
