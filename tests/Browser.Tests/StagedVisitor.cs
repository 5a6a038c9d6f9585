using System.Security.Claims;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace LaionGrid.Browser.Tests;

/// <summary>A person with an account at the coordinator, and a key of it.</summary>
internal sealed record StagedPerson(string AccountId, string Name, string Key)
{
    public static async Task<StagedPerson> JoinAsync(CoordinatorUnderTest grid, string name)
    {
        using var channel = grid.Channel();
        var made = await new Accounts.AccountsClient(channel).CreateAsync(new() { Name = name });
        return new(made.AccountId, name, made.Key);
    }
}

/// <summary>Says who sits before the browser, for stories that are not about signing in.</summary>
internal sealed class StagedVisitor : IStartupFilter
{
    public StagedPerson? Person { get; set; }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            if (Person is { } person)
                context.User = new(new ClaimsIdentity([new("account", person.AccountId), new("name", person.Name), new("role", "Person"), new("rank", "New")], "staged"));
            return rest(context);
        });
        next(app);
    };
}
