using System.Security.Claims;
using LaionGrid.Web.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace LaionGrid.Web.Tests;

/// <summary>Says who visits, in front of everything that the site itself does to find out.</summary>
internal sealed class StagedVisitor : IStartupFilter
{
    public Person? Person { get; set; }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            if (Person is { } person)
                context.User = new(new ClaimsIdentity(
                    [new(PersonContext.Account, person.AccountId), new(PersonContext.Name, person.Name), new(PersonContext.Role, person.Role.ToString()), new(PersonContext.Rank, person.Rank.ToString())],
                    "staged"));
            return rest(context);
        });
        next(app);
    };
}
