using LaionGrid.Coordinator.Datasets.Releases;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Datasets.Releases.Eligibility;
using LaionGrid.Coordinator.Datasets.Releases.Texts;
using LaionGrid.Coordinator.Datasets.Releases.Verifying;

namespace LaionGrid.Coordinator.Datasets;

/// <summary>"laiongrid-coordinator datasets ...": what an operator does with the open data by hand.</summary>
internal sealed class DatasetsCommand(TextWriter output, TextWriter errors)
{
    public const string Verb = "datasets";

    public const string Usage = """
        laiongrid-coordinator datasets build --daily [settings]            today's increment: what no standing one holds yet
        laiongrid-coordinator datasets build --monthly [YYYY-MM] [settings] a month, the last one that is past its embargo by default; its next revision when it is released already
        laiongrid-coordinator datasets verify FOLDER                        whether a release is whole, and its aggregates are those of its raw tables

        Settings are the coordinator's own, such as --Data:Folder. On SQLite the coordinator must not run meanwhile; there --Releases:IsScheduled true lets it build by itself.
        """;

    /// <returns>The process's exit code: 0 when it was done, 1 when it could not be, 2 when nobody knows what was meant.</returns>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken) => args switch
    {
        ["verify", var folder] => await VerifyAsync(folder, cancellationToken),
        ["build", "--daily", .. var settings] => await BuildAsync((_, now) => Task.FromResult(ReleaseVersion.OfDay(now)), settings, cancellationToken),
        ["build", "--monthly", var month, .. var settings] when !month.StartsWith("--", StringComparison.Ordinal) => ReleaseVersion.Read(month) is { Kind: ReleaseKind.Monthly, Revision: 1 } version
            ? await BuildAsync((services, _) => NextAsync(services, version, cancellationToken), settings, cancellationToken)
            : await FailAsync($"\"{month}\" is no month. Write it as 2026-11.", 2),
        ["build", "--monthly", .. var settings] => await BuildAsync((services, now) => NextAsync(services, LastMonth(now), cancellationToken), settings, cancellationToken),
        _ => await FailAsync(Usage, 2),
    };

    private async Task<int> BuildAsync(Func<IServiceProvider, DateTimeOffset, Task<ReleaseVersion>> choose, string[] settings, CancellationToken cancellationToken)
    {
        await using var app = await CoordinatorHost.BuildAsync(settings, cancellationToken: cancellationToken);
        var version = await choose(app.Services, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await output.WriteLineAsync($"Building {version} ...");
        var build = app.Services.GetRequiredService<BuildRelease>();
        var outcome = await build.RunAsync(version, null, new Lines(output), cancellationToken);
        switch (outcome)
        {
            case BuildOutcome.Built built:
                await output.WriteLineAsync($"{built.Version}: {built.Pictures} {(built.Pictures == 1 ? "picture" : "pictures")}, {built.Files} files, {built.Bytes} bytes, in {Path.Combine(build.Root, built.Version)}");
                return 0;
            case BuildOutcome.Nothing nothing:
                return await FailAsync($"Nothing is released, for no picture may be. {LeftOut(nothing.LeftOut)}", 1);
            case BuildOutcome.Standing:
                return await FailAsync($"{version} was built already, and what it names never changes.", 1);
            case BuildOutcome.Early early:
                return await FailAsync($"{version} can be built from {early.At:yyyy-MM-dd HH:mm} UTC on, when all of it is past its embargo.", 1);
            case BuildOutcome.Busy:
                return await FailAsync($"Another build runs in {build.Root}. Wait until it has ended.", 1);
            default:
                return await FailAsync($"{version} was not published: pictures of it were taken away each time it was ready. Build it again.", 1);
        }
    }

    private static string LeftOut(IReadOnlyDictionary<Ineligible, int> counts) =>
        counts.Count == 0 ? "There is none." : $"Left out: {string.Join("; ", counts.OrderBy(one => one.Key).Select(one => $"{one.Value}, {ChangesText.WordsOf(one.Key)}"))}.";

    private async Task<int> VerifyAsync(string folder, CancellationToken cancellationToken)
    {
        var faults = 0;
        await foreach (var fault in VerifyRelease.RunAsync(folder, cancellationToken))
        {
            await errors.WriteLineAsync(fault);
            faults++;
        }
        await output.WriteLineAsync(faults == 0 ? $"{folder} is whole." : $"{folder} has {faults} {(faults == 1 ? "fault" : "faults")}, named above.");
        return faults == 0 ? 0 : 1;
    }

    /// <summary>The month itself, or its next revision when it is released already.</summary>
    private static async Task<ReleaseVersion> NextAsync(IServiceProvider services, ReleaseVersion month, CancellationToken cancellationToken)
    {
        var view = services.GetRequiredService<ViewReleases>();
        var version = month;
        while (await view.FindAsync(version.ToString(), cancellationToken) is { Release.State: not ReleaseState.Building })
            version = version.Next;
        return version;
    }

    private static ReleaseVersion LastMonth(DateTimeOffset now) => ReleaseSchedulePolicy.LastMonth(now);

    private async Task<int> FailAsync(string words, int code)
    {
        await errors.WriteLineAsync(words);
        return code;
    }

    /// <summary>One line a tenth.</summary>
    private sealed class Lines(TextWriter output) : IProgress<BuildProgress>
    {
        private const int Tenths = 10;

        private int _told;

        public void Report(BuildProgress value)
        {
            var tenth = value.Pictures == 0 ? 0 : (int)((long)Tenths * value.Done / value.Pictures);
            if (tenth <= _told)
                return;
            _told = tenth;
            output.WriteLine($"{value.Done} of {value.Pictures} pictures");
        }
    }
}
