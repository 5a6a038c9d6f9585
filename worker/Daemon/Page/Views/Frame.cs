namespace LaionGrid.Worker.Page.Views;

/// <summary>The frame of everything that is answered, in the look of the site.</summary>
internal static class Frame
{
    public static Html Of(string title, Html head, Html content) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{title}</title>
          <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/assets/tokens.css">
          <link rel="stylesheet" href="/assets/site.css">
          <link rel="stylesheet" href="/assets/pages.css">
          <link rel="stylesheet" href="/assets/page.css">
          {head}
        </head>
        <body>
          {content}
        </body>
        </html>

        """);
}
