using System.Text.RegularExpressions;
using LaionGrid.Contracts.V1;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>A person's account from making it to leaving, in a real browser over the real hosts.</summary>
public sealed class PeopleTests
{
    private const string Password = "correct horse battery";

    [BrowserFact]
    public async Task Person_WithAPasskey_SignsUpOutAndInAgainAndLeaves()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await VisitAsync(stage, "/");
        await VirtualAuthenticator.PlugInAsync(page);
        await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false"); // else the list under the name field may be quicker than the button

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Make an account" }).ClickAsync();
        await page.GetByLabel("Public name").First.FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account with a passkey" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/me$"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Ada");

        await page.GotoAsync(stage.LocalAddress + "/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "You", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "You", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Ada");

        await page.GetByRole(AriaRole.Link, new() { Name = "Delete your account" }).ClickAsync();
        await page.GetByLabel("To be sure, write your public name, Ada").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the account for good" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your account is being deleted");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Person_WithAKeyboardAlone_MakesAnAccountAndAKey()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await VisitAsync(stage, "/sign-up");

        await page.GetByText("With a password instead").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Ada");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Ada");

        await page.GetByRole(AriaRole.Link, new() { Name = "Keys for programs and workers" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("What it is for, in your words").FocusAsync();
        await page.Keyboard.TypeAsync("my phone");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        var key = await page.Locator(".secret code").TextContentAsync();

        using var channel = stage.Grid.Channel(key);
        Assert.Equal("Ada", (await new Accounts.AccountsClient(channel).WhoAmIAsync(new())).Name);
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Person_WithScriptOff_SignsUpAndOutByPassword()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await VisitAsync(stage, "/sign-up", new() { JavaScriptEnabled = false });

        await page.GetByText("With a password instead").ClickAsync();
        await page.Locator("#password-name").FillAsync("Ada");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account with the password" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GotoAsync(stage.LocalAddress + "/me");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
    }

    [BrowserFact]
    public async Task OwnPages_OnASmallPhone_FitTheirWidth()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await VisitAsync(stage, "/sign-up", new() { ViewportSize = new() { Width = 320, Height = 640 } });
        await VirtualAuthenticator.PlugInAsync(page);
        await page.GetByLabel("Public name").First.FillAsync("Donaudampfschifffahrtsgesellschaftsbund1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account with a passkey" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/me$"));

        foreach (var path in new[] { "/me", "/me/passkeys", "/me/password", "/me/email", "/me/codes", "/me/sessions", "/me/keys", "/me/data", "/me/delete", "/sign-up", "/forgot", "/sign-in/code", "/gone" })
        {
            await page.GotoAsync(stage.LocalAddress + path);
            Assert.Equal((path, 320), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }
    }

    // Passkeys are for names: browsers take none for a bare address.
    private static async Task<IPage> VisitAsync(BrowserStage stage, string path, BrowserNewContextOptions? window = null)
    {
        var page = await stage.VisitAsync("/", window);
        await page.GotoAsync(stage.LocalAddress + path);
        return page;
    }
}
