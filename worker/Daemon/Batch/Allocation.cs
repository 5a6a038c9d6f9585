using System.Globalization;

namespace LaionGrid.Worker.Batch;

/// <summary>What the scheduler gave to this task, by the variables that it sets.</summary>
/// <param name="JobId">As squeue takes it, such as "17" or "17_2"; empty outside a job.</param>
/// <param name="Gpus">As CUDA names them; empty when none were given.</param>
/// <param name="Cpus">Null when it does not say.</param>
/// <param name="End">Null when the variables do not say.</param>
internal sealed record Allocation(string JobId, IReadOnlyList<string> Gpus, int? Cpus, DateTimeOffset? End)
{
    private const int MostGpus = 64; // of one node
    /// <summary>What CUDA sees comes first: inside a job the cards may be counted from 0, while Slurm counts those of the node.</summary>
    private static readonly string[] CardVariables = [Crew.CardVariable, "SLURM_STEP_GPUS", "SLURM_JOB_GPUS"];

    private const string NoGpus = "NoDevFiles"; // what Slurm says to a job without any

    /// <param name="variable">A variable of the environment, null when it is not set.</param>
    public static Allocation Read(Func<string, string?> variable)
    {
        var jobId = JobIdOf(variable);
        if (jobId.Length == 0)
            return new("", GpusOf(variable(Crew.CardVariable)), null, null);
        var gpus = CardVariables.Select(variable).FirstOrDefault(value => value is { Length: > 0 });
        var cpus = NumberOf(variable("SLURM_CPUS_PER_TASK")) ?? NumberOf(variable("SLURM_CPUS_ON_NODE"));
        return new(jobId, GpusOf(gpus), cpus is > 0 and <= 65536 ? (int)cpus : null, JobEnd.OfSeconds(variable("SLURM_JOB_END_TIME")));
    }

    /// <summary>Such as "0,2", "0-3", or identifiers such as "GPU-8932f937". Anything that is no list of cards is none.</summary>
    public static IReadOnlyList<string> GpusOf(string? list)
    {
        if (list is not { Length: > 0 } || list.Equals(NoGpus, StringComparison.OrdinalIgnoreCase))
            return [];
        var gpus = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(Expand).Distinct(StringComparer.Ordinal).Take(MostGpus).ToList();
        return gpus.Contains("-1") ? [] : gpus; // CUDA's word for none
    }

    /// <summary>Of a task of an array by its own name: the number of the first one's job is the whole array's, too.</summary>
    private static string JobIdOf(Func<string, string?> variable) => (variable("SLURM_ARRAY_JOB_ID"), variable("SLURM_ARRAY_TASK_ID")) is ({ Length: > 0 } array, { Length: > 0 } task)
        ? $"{array}_{task}"
        : variable("SLURM_JOB_ID") ?? "";

    private static IEnumerable<string> Expand(string part)
    {
        var ends = part.Split('-');
        if (ends.Length != 2 || NumberOf(ends[0]) is not { } first || NumberOf(ends[1]) is not { } last || last < first || last - first >= MostGpus)
            return [part];
        return Enumerable.Range((int)first, (int)(last - first) + 1).Select(index => index.ToString(CultureInfo.InvariantCulture));
    }

    private static uint? NumberOf(string? text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue - MostGpus ? number : null;
}
