using LaionGrid.Web;
using LaionGrid.Web.Datasets.Explorer;
using LaionGrid.Web.People.Operate;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

try
{
    var makesOperator = args is [MakeOperator.Verb, _, ..];
    await using var app = SiteHost.Build(makesOperator ? args[2..] : ImportData.Is(args) ? args[3..] : args);
    if (makesOperator)
        return await MakeOperator.RunAsync(app, args[1], default);
    if (ImportData.Is(args))
        return await ImportData.RunAsync(app.Services.GetRequiredService<IOptions<SiteOptions>>(), app.Configuration, TimeProvider.System, args);
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
