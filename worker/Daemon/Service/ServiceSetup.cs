namespace LaionGrid.Worker.Service;

/// <summary>Carries plans out and tells each step. Done again it changes nothing that is right already.</summary>
internal sealed class ServiceSetup(IPrograms programs, TextWriter output, TextWriter errors)
{
    private const int Failed = 1;
    private const int UserExists = 9; // useradd's

    /// <returns>The process's exit code.</returns>
    public async Task<int> InstallAsync(ServicePlan plan, CancellationToken cancellationToken)
    {
        foreach (var step in plan.Before)
        {
            if (await programs.RunAsync(step, cancellationToken) is not { ExitCode: 0 or UserExists })
                return await FailAsync($"\"{step}\" failed. Nothing was installed.");
        }
        try
        {
            var isThere = File.Exists(plan.Path) && await File.ReadAllTextAsync(plan.Path, cancellationToken) == plan.Text;
            if (!isThere)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(plan.Path)!); // a plan's file has a folder
                await File.WriteAllTextAsync(plan.Path, plan.Text, cancellationToken);
            }
            await output.WriteLineAsync($"{(isThere ? "Already there" : "Written")}: {plan.Path}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return await FailAsync($"{plan.Path} cannot be written: {error.Message}");
        }
        var hasStarted = await TellAllAsync(plan.Enable, cancellationToken);
        await output.WriteLineAsync($"{(plan.Notice.Length > 0 ? plan.Notice + "\n" : "")}To see what it does: {plan.Logs}");
        return hasStarted ? 0 : await FailAsync("It is installed, and the system did not start it now, for the reason above. It starts with your next login; until then start it by hand.");
    }

    /// <inheritdoc cref="InstallAsync"/>
    public async Task<int> UninstallAsync(ServicePlan plan, CancellationToken cancellationToken)
    {
        if (!File.Exists(plan.Path))
        {
            await output.WriteLineAsync($"Not installed: there is no {plan.Path}.");
            return 0;
        }
        var hasStopped = await TellAllAsync(plan.Disable, cancellationToken);
        try
        {
            File.Delete(plan.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return await FailAsync($"{plan.Path} cannot be deleted: {error.Message}");
        }
        await output.WriteLineAsync($"Deleted: {plan.Path}. Settings, identity and models stay.");
        return await TellAllAsync(plan.Forget, cancellationToken) && hasStopped ? 0 : Failed;
    }

    /// <returns>0 when it is installed; 1 when not.</returns>
    public async Task<int> StatusAsync(ServicePlan plan, CancellationToken cancellationToken)
    {
        if (!File.Exists(plan.Path))
        {
            await output.WriteLineAsync($"Not installed: there is no {plan.Path}.");
            return Failed;
        }
        var isCurrent = await File.ReadAllTextAsync(plan.Path, cancellationToken) == plan.Text;
        await output.WriteLineAsync($"Installed: {plan.Path}{(isCurrent ? "" : ", but not as this program would write it now: install it again")}");
        if (plan.Ask is { } ask)
            await output.WriteLineAsync($"{ask}: {(await programs.RunAsync(ask, cancellationToken) is { } answer ? answer.Said.Split('\n')[0] : $"{ask.Program} is not installed")}");
        await output.WriteLineAsync($"To see what it does: {plan.Logs}");
        return 0;
    }

    /// <summary>All are tried; true when the last went well, which is what counts: those before it may find nothing to do.</summary>
    private async Task<bool> TellAllAsync(IReadOnlyList<Invocation> steps, CancellationToken cancellationToken)
    {
        var isWell = true;
        foreach (var step in steps)
        {
            var answer = await programs.RunAsync(step, cancellationToken);
            isWell = answer is { ExitCode: 0 };
            if (answer is null)
            {
                await FailAsync($"{step.Program} is not installed: this system starts programs another way. Start the worker by that, or by hand.");
                return false;
            }
            await output.WriteLineAsync($"{step}: {(isWell ? "done" : answer.Value.Said)}");
        }
        return isWell;
    }

    private async Task<int> FailAsync(string reason)
    {
        await errors.WriteLineAsync(reason);
        return Failed;
    }
}
