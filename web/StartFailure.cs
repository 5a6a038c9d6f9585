using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web;

/// <summary>Says in one line why the site did not start, for the causes an operator can mend.</summary>
internal static class StartFailure
{
    /// <summary>Null for anything else: that is a bug, and its stack trace is wanted.</summary>
    public static string? Describe(Exception error) => error switch
    {
        // Several classes of settings are wrong at once.
        AggregateException several when several.InnerExceptions.All(one => one is OptionsValidationException) =>
            $"settings.invalid: {string.Join(" ", several.InnerExceptions.Select(one => one.Message))}",
        OptionsValidationException settings => $"settings.invalid: {string.Join(" ", settings.Failures)}",
        IOException { InnerException: AddressInUseException } port => $"port.in_use: {port.Message} Choose another with --urls.",
        _ => null,
    };
}
