namespace LaionGrid.Worker.Page;

/// <summary>
/// Lets browsers in by tickets, each good once. A link with its ticket is seen by others on the machine while a browser is started with it: one that
/// comes a second time was, so everybody is locked out then. Safe to call from any thread.
/// </summary>
internal sealed class Tickets(PageKey key, TimeProvider time)
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private const int Most = 16;

    private readonly Lock _lock = new();
    private readonly List<Ticket> _drawn = [];

    public string Draw()
    {
        lock (_lock)
        {
            _drawn.RemoveAll(ticket => ticket.Until <= time.GetUtcNow());
            if (_drawn.Count == Most)
                _drawn.RemoveAt(0);
            var drawn = new Ticket(PageKey.Random(), time.GetUtcNow() + GoodFor);
            _drawn.Add(drawn);
            return drawn.Text;
        }
    }

    /// <summary>Whether it lets in.</summary>
    public bool Take(string text)
    {
        lock (_lock)
        {
            if (_drawn.Find(ticket => ticket.Text == text) is not { } found || found.Until <= time.GetUtcNow())
                return false;
            if (found.IsTaken)
                key.Renew();
            return !found.IsTaken && (found.IsTaken = true);
        }
    }

    private sealed class Ticket(string text, DateTimeOffset until)
    {
        public string Text => text;

        public DateTimeOffset Until => until;

        public bool IsTaken { get; set; }
    }
}
