using System.Text.Json;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>A passkey store inside the browser that says yes by itself.</summary>
internal static class VirtualAuthenticator
{
    public static async Task<ICDPSession> PlugInAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        return session;
    }
}
