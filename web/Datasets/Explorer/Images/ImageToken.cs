using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>Where a page ended, so that the next goes on behind it whatever its depth. Opaque in addresses.</summary>
/// <param name="Id">Of the last row; in every order its place is known by it.</param>
public sealed record ImageToken(long Id)
{
    public override string ToString() => WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(Id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Null of what is no token.</summary>
    public static ImageToken? Parse(string text)
    {
        const int Longest = 100;
        if (text.Length is 0 or > Longest || text.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')) || text.Length % 4 == 1)
            return null;
        return long.TryParse(Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text)), NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? new(last) : null;
    }
}
