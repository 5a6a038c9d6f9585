using System.Text.RegularExpressions;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>What a public name may look like: short, printable, with no way to imitate another by invisible characters.</summary>
internal static partial class NameRules
{
    public static Refusal? Check(string name, string code, string field) => Allowed().IsMatch(name)
        ? null
        : Refusal.Invalid(code, field, "A name has 1 to 40 characters: letters, digits, spaces, '-', '_' or '.', and begins and ends with a letter or digit. Choose another.");

    [GeneratedRegex(@"^(?=.{1,40}\z)[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?\z")]
    private static partial Regex Allowed();
}
