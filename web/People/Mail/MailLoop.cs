using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace LaionGrid.Web.People.Mail;

/// <summary>Takes letters to the mail server, one after the other. One that fails is tried again twice, and then given up with a line in the log that names nobody.</summary>
internal sealed partial class MailLoop(Outbox outbox, IOptions<MailOptions> options, TimeProvider time, ILogger<MailLoop> logger) : BackgroundService
{
    private const int MaxTries = 3;
    private const int TimeoutMs = 20_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var letter in outbox.Letters.ReadAllAsync(stoppingToken))
            await DeliverAsync(letter, stoppingToken);
    }

    private async Task DeliverAsync(Letter letter, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await SendAsync(letter, cancellationToken);
                return;
            }
#pragma warning disable CA1031 // A loop's edge: a handshake, a password's file or a letter that no server takes must not keep the next one.
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (tries == MaxTries)
                {
                    LogGivenUp(MaxTries, error.Message);
                    return;
                }
                LogFailed(error.Message);
            }
            await Task.Delay(Between, time, cancellationToken);
        }
    }

    private async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        using var message = new MimeMessage();
        message.From.Add(new MailboxAddress("LaionGrid", options.Value.From));
        message.To.Add(new MailboxAddress("", letter.To));
        message.Subject = letter.Subject;
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = letter.Body };
        using var smtp = new SmtpClient { Timeout = TimeoutMs };
        await smtp.ConnectAsync(options.Value.Host, options.Value.Port, Security(options.Value.Security), cancellationToken);
        if (options.Value.User.Length > 0)
            await smtp.AuthenticateAsync(options.Value.User, await PasswordAsync(cancellationToken), cancellationToken);
        await smtp.SendAsync(message, cancellationToken);
        await smtp.DisconnectAsync(quit: true, cancellationToken);
    }

    private async Task<string> PasswordAsync(CancellationToken cancellationToken) => options.Value.PasswordFile.Length > 0
        ? (await File.ReadAllLinesAsync(options.Value.PasswordFile, cancellationToken)).FirstOrDefault("").Trim()
        : options.Value.Password;

    private static SecureSocketOptions Security(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A letter could not be sent and is tried again: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A letter was given up after {Tries} tries: {Reason} Whoever waits for it has to ask again.")]
    private partial void LogGivenUp(int tries, string reason);
}
