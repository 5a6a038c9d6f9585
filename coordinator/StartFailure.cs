using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator;

/// <summary>Says in one line why the coordinator did not start, for the causes an operator can mend.</summary>
internal static class StartFailure
{
    /// <summary>Null for anything else: that is a bug, and its stack trace is wanted.</summary>
    public static string? Describe(Exception error) => error switch
    {
        OptionsValidationException settings => $"settings.invalid: {string.Join(" ", settings.Failures)}",
        InvalidDataException bundle => $"bundle.invalid: {bundle.Message}",
        IOException { InnerException: AddressInUseException } port => $"port.in_use: {port.Message} Choose another with --urls.",
        UnauthorizedAccessException folder => $"data.not_writable: {folder.Message} Choose another with --Data:Folder.",
        _ => null,
    };
}
