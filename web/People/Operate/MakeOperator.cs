using LaionGrid.Web.People.Storage;

namespace LaionGrid.Web.People.Operate;

/// <summary>"laiongrid-web make-operator NAME": how the first operator comes about. Whoever may read the site's folder may do it.</summary>
internal static class MakeOperator
{
    public const string Verb = "make-operator";

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(WebApplication site, string name, CancellationToken cancellationToken)
    {
        foreach (var preparation in site.Services.GetServices<IHostedService>().Where(service => service is PeopleFolder or PeopleSchema))
            await preparation.StartAsync(cancellationToken);
        if (await site.Services.GetRequiredService<ChangeRights>().SetRoleAsync("the command line", name, PersonRole.Operator, cancellationToken) is { } refusal)
        {
            await Console.Error.WriteLineAsync($"{refusal.Code}: {refusal.Message}");
            return 1;
        }
        Console.WriteLine($"{name} is an operator, from the next page they open.");
        return 0;
    }
}
