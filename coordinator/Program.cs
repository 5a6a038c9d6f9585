using LaionGrid.Coordinator;
using LaionGrid.Coordinator.Datasets;

try
{
    if (args is [DatasetsCommand.Verb, .. var rest])
        return await new DatasetsCommand(Console.Out, Console.Error).RunAsync(rest, CancellationToken.None);
    await using var app = await CoordinatorHost.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
#pragma warning disable CA1031 // The process's edge: an operator wants one clear line, not a stack trace.
catch (Exception error) when (StartFailure.Describe(error) is not null)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync(StartFailure.Describe(error));
    return 1;
}
