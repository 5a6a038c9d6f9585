using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Edge;

/// <summary>Checks options against their annotations at start, all at once. The framework's own check wraps each message in words about its insides.</summary>
internal sealed class CheckedOptions<T> : IValidateOptions<T> where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var failures = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures.Select(failure => failure.ErrorMessage ?? $"{typeof(T).Name} is not valid."));
    }
}

internal static class CheckedOptionsRegistration
{
    public static IServiceCollection AddCheckedOptions<T>(this IServiceCollection services, string section) where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>, CheckedOptions<T>>();
    }
}
