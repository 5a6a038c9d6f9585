using System.Data.Common;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Moderation.Prompts;
using LaionGrid.Coordinator.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator;

/// <summary>Says in one line why the coordinator did not start, for the causes an operator can mend.</summary>
internal static class StartFailure
{
    /// <summary>Null for anything else: that is a bug, and its stack trace is wanted.</summary>
    public static string? Describe(Exception error) => Line(error)?.ReplaceLineEndings(" ");

    private static string? Line(Exception error) => error switch
    {
        // Several classes of settings are wrong at once.
        AggregateException several when several.InnerExceptions.All(one => one is OptionsValidationException) =>
            $"settings.invalid: {string.Join(" ", several.InnerExceptions.Select(one => one.Message))}",
        OptionsValidationException settings => $"settings.invalid: {string.Join(" ", settings.Failures)}",
        // The binder's own message names the key and the type it wants.
        InvalidOperationException { InnerException: FormatException or ArgumentException } setting => $"settings.invalid: {setting.Message}",
        InvalidDataException bundle => $"bundle.invalid: {bundle.Message}",
        PromptRulesException rules => $"prompt_rules.invalid: {rules.Message}",
        BrokenSecretException secret => $"secret.invalid: {secret.Message}",
        DataInUseException folder => $"data.in_use: {folder.Message}",
        UnavailableException outside => $"{outside.Refusal.Code}: {outside.Message}",
        DbException database => $"database.unreachable: {database.Message} Check Storage:Provider and Storage:ConnectionString, and that the database runs.",
        IOException { InnerException: AddressInUseException } port => $"port.in_use: {port.Message} Choose another with --urls.",
        IOException disk => $"data.not_writable: {disk.Message} Choose another folder with --Data:Folder.",
        UnauthorizedAccessException folder => $"data.not_writable: {folder.Message} Choose another folder with --Data:Folder.",
        _ => null,
    };
}
