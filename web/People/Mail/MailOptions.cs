using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Web.People.Mail;

/// <summary>How the connection to the mail server is secured.</summary>
internal enum MailSecurity
{
    /// <summary>TLS from the first byte, as on port 465.</summary>
    Tls,

    /// <summary>TLS after STARTTLS, as on port 587; refused where the server does not offer it.</summary>
    StartTls,

    /// <summary>In the clear, for a server on the same machine.</summary>
    None,
}

/// <summary>Through which server the site sends letters. Without a host it sends none, and says so where one would be wanted.</summary>
internal sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Name of the SMTP server. Empty, the default: no mail is sent.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. Default 587.</summary>
    [Range(1, 65535, ErrorMessage = "Mail:Port must be 1 to 65535.")]
    public int Port { get; set; } = 587;

    /// <summary>"StartTls", the default; "Tls"; or "None", for a server on the same machine.</summary>
    [EnumDataType(typeof(MailSecurity), ErrorMessage = "Mail:Security must be StartTls, Tls or None.")]
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Whom the site is at the server. Empty, the default: nobody in particular.</summary>
    public string User { get; set; } = "";

    /// <summary>The password, best given by the environment (Mail__Password).</summary>
    public string Password { get; set; } = "";

    /// <summary>File whose first line is the password; goes before <see cref="Password"/>. Empty, the default: none.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>The sender's address, such as "grid@example.org". Needed with a host.</summary>
    public string From { get; set; } = "";

    public bool IsOn => Host.Length > 0;
}
