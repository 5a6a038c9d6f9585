using System.Threading.Channels;
using LaionGrid.Web.Coordinator;
namespace LaionGrid.Web.People.Mail;

/// <summary>
/// Letters on their way. Whoever writes one does not wait for the mail server, so an answer takes as long whether or not there was anybody to
/// write to. What waits when the site stops is lost: a person who misses a letter asks again.
/// </summary>
internal sealed class Outbox
{
    private const int MaxWaiting = 1000;

    private readonly Channel<Letter> _letters = Channel.CreateBounded<Letter>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public ChannelReader<Letter> Letters => _letters.Reader;

    /// <summary>A refusal when too many wait already; this one is not sent then.</summary>
    public Refusal? Post(Letter letter) => _letters.Writer.TryWrite(letter) ? null : new()
    {
        Kind = RefusalKind.Busy,
        Code = "mail.busy",
        Message = "Too many letters wait for the mail server, so yours was not taken. Try again in some minutes.",
        RetryAfter = TimeSpan.FromMinutes(5),
    };
}
