namespace LaionGrid.Web.People.Mail;

/// <summary>A letter to one person: plain words, and at most one link.</summary>
/// <param name="To">An address that passed the site's rules.</param>
internal sealed record Letter(string To, string Subject, string Body);
