using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Settings;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Joining;
namespace LaionGrid.Worker.Setup;

/// <summary>The four questions. What holds now, by the command line, the environment or worker.conf, is each one's default.</summary>
/// <param name="open">A look at a grid.</param>
internal sealed class Questions(WorkerOptions options, GivenSettings given, Interview interview, Func<Uri, GridVisitGrpc> open)
{
    private const string KeyPrefix = "lg_";
    private const string Anonymous = "-";
    private const string ByCode = "code";

    private readonly Dictionary<string, string?> _answers = new(StringComparer.Ordinal);
    private string _unreached = "";
    private string _linkedKey = "";
    private GridVisitGrpc? _visit;

    /// <summary>By the names of worker.conf; null for what is not to stand there.</summary>
    /// <param name="identity">Who this machine is to the grid; null before it has joined one.</param>
    public async Task<IReadOnlyDictionary<string, string?>> AskAsync(WorkerIdentity? identity, CancellationToken cancellationToken)
    {
        await AskGridAsync(cancellationToken);
        await AskAccountAsync(identity, cancellationToken);
        await AskTimesAsync(cancellationToken);
        await AskLimitsAsync(cancellationToken);
        return _answers;
    }

    private async Task AskGridAsync(CancellationToken cancellationToken)
    {
        var known = given.Of(options.Grid.Coordinator).Text;
        _answers["coordinator"] = await interview.AskAsync("1/4  Where is the grid? Its address, as who runs it says.", known, known, text => JudgeGridAsync(text, cancellationToken), cancellationToken);
    }

    /// <summary>A grid that does not answer now can be kept by saying it twice.</summary>
    private async Task<string?> JudgeGridAsync(string text, CancellationToken cancellationToken)
    {
        var (address, problem) = GridAddress.Read(text, given.IsOn(options.Grid.AllowPlainHttp));
        if (address is null)
            return problem;
        _visit = open(address);
        var (sight, away) = await _visit.LookAsync(cancellationToken);
        if (sight is not null)
        {
            await interview.TellAsync($"  {address} answers{(sight.Version.Length > 0 ? $", version {sight.Version}" : "")}: {sight.Manifests.Count} {(sight.Manifests.Count == 1 ? "model" : "models")}.");
            return null;
        }
        _visit = null;
        var isKept = text == _unreached || interview.IsUnattended;
        _unreached = text;
        if (!isKept)
            return $"{address} cannot be asked: {away} Say it again to keep it all the same.";
        await interview.TellAsync($"  NOTE  {address} cannot be asked: {away} It is kept; the worker tries until it answers.");
        return null;
    }

    private async Task AskAccountAsync(WorkerIdentity? identity, CancellationToken cancellationToken)
    {
        if (identity is { WorkerName.Length: > 0 })
        {
            await interview.TellAsync($"\n2/4  This machine has joined as {identity.WorkerName} already; credit goes to {identity.ContributorName}.");
            return;
        }
        var (key, name) = (given.Of(options.Key).Text, given.Of(options.Contributor).Text);
        var shown = key.Length > 0 ? "the key given before" : name.Length > 0 ? name : "stay anonymous";
        var answer = await interview.AskAsync(
            $"2/4  Who gets the credit? A name for a new account; for one you have, {ByCode} to confirm it at the grid's site, or its key ({KeyPrefix}...); {Anonymous} to stay anonymous.",
            shown, key.Length > 0 ? key : name, text => JudgeAccountAsync(text, cancellationToken), cancellationToken);
        if (answer == ByCode)
            answer = _linkedKey;
        (_answers["key"], _answers["contributor"]) = answer is "" or Anonymous ? (null, null) : IsKey(answer) ? (answer, (string?)null) : (null, answer);
    }

    private async Task<string?> JudgeAccountAsync(string answer, CancellationToken cancellationToken)
    {
        if (answer == Anonymous)
            return null;
        if (answer == ByCode)
            return await LinkAsync(cancellationToken);
        if (!IsKey(answer))
            return WorkerSettings.CheckName("The name", answer);
        if (_visit is null)
            return null; // the grid cannot be asked: the worker will say it when it joins
        var (owner, refusal) = await _visit.WhoAsync(answer, cancellationToken);
        if (refusal is not null)
            return $"The grid does not take this key: {refusal.Message}";
        if (owner is { Role: not "person" })
            return $"This key's role is {owner.Role}; a person's is wanted.";
        await interview.TellAsync($"  Credit goes to {owner?.Name}.");
        return null;
    }

    /// <summary>Shows a code and waits for who says at the site that this machine is theirs.</summary>
    private async Task<string?> LinkAsync(CancellationToken cancellationToken)
    {
        if (interview.IsUnattended)
            return "Nobody is there to confirm a code. Give a name with --contributor, or a key with --key.";
        if (_visit is null)
            return "The grid cannot be asked for a code now. Give a name or a key, or run setup again when it answers.";
        var (code, problem) = await _visit.Link.BeginAsync(given.Of(options.Name).Text is { Length: > 0 } name ? name : Environment.MachineName, cancellationToken);
        if (code is null)
            return $"The grid gives no code: {problem}";
        await interview.TellAsync($"  Open {(code.Page.Length > 0 ? code.Page : "/link on the grid's site")}, sign in, and type {code.Code[..4]}-{code.Code[4..]} there. It is good for {code.Lasts.TotalMinutes:0} minutes; waiting...");
        if (await _visit.Link.WaitAsync(code, cancellationToken) is not { } answered)
            return "Nobody confirmed the code in time. Say it again for a new one.";
        if (answered.Key.Length == 0)
            return "The code was refused at the site. Say it again for a new one, or give a name or a key.";
        _linkedKey = answered.Key;
        await interview.TellAsync($"  Credit goes to {answered.AccountName}.");
        return null;
    }

    private async Task AskTimesAsync(CancellationToken cancellationToken)
    {
        var (idle, schedule) = (given.Of(options.Rules["idle-after"]).Text, given.Of(options.Rules["schedule"]).Text);
        var known = RunTimes.Of(idle, schedule);
        var answer = await interview.AskAsync(RunTimes.Question, known, known, text => Task.FromResult(
            RunTimes.Read(text, idle) is null ? $"\"{text}\" is neither 1, 2 nor 3, nor hours such as \"daily 1:00-6:00\"." : null), cancellationToken);
        (_answers["idle-after"], _answers["schedule"]) = RunTimes.Read(answer, idle) ?? (idle, schedule);
    }

    private async Task AskLimitsAsync(CancellationToken cancellationToken)
    {
        var known = Limits.Of(given.Of(options.DiskLimit).Text, given.Of(options.Device.MemoryLimit).Text);
        var answer = await interview.AskAsync(Limits.Question, known, known, text => Task.FromResult(
            Limits.Read(text) is null ? $"\"{text}\" is not one or two numbers such as 40 or 40 6000." : null), cancellationToken);
        (_answers["disk-limit"], _answers["memory-limit"]) = Limits.Read(answer) ?? default;
    }

    private static bool IsKey(string answer) => answer.StartsWith(KeyPrefix, StringComparison.Ordinal);
}
