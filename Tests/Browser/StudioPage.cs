using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Studio;
using Microsoft.Playwright;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Browser;

/// <summary>A studio of one test, in the machine's Chromium. Whatever the page complains about fails the test at its end.</summary>
internal sealed class StudioPage : IAsyncDisposable
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    private readonly List<string> _complaints = [];
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private StudioPage(StudioServer server, IPlaywright playwright, IBrowser browser)
    {
        Server = server;
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>The server.</summary>
    public StudioServer Server { get; }

    /// <summary>Folder of the meter-digit network, its calibration samples and pictures.</summary>
    public static string Demo => Path.Combine(AppContext.BaseDirectory, "Demo");

    /// <summary>Starts server and browser; ends the test as skipped where there is no browser.</summary>
    public static async Task<StudioPage> Start(string? folder = null, string? model = null)
    {
        string browserPath = FindBrowser();
        var server = new StudioServer(new StudioSettings(folder ?? Demo, model, 0, new SystemSerialPorts()));
        await server.StartAsync();
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = browserPath,
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        });
        return new StudioPage(server, playwright, browser);
    }

    /// <summary>Opens a tab.</summary>
    /// <param name="place">Page and conversion: "network/1".</param>
    /// <param name="width">Pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<IPage> Open(string place = "start", int width = 1000, ColorScheme scheme = ColorScheme.Light)
    {
        IPage page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme, AcceptDownloads = true });
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // The browser notes each refused request itself; whether those were right the tests say.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
        page.SetDefaultTimeout(90_000);
        await page.GotoAsync($"{Server.Address}#{place}");
        await page.Locator("main h2").First.WaitForAsync();
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        Server.Desk.Cancel();
        await Server.Desk.Idle();
        await Server.DisposeAsync();
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }

    private static string FindBrowser()
    {
        string? named = Environment.GetEnvironmentVariable("EDGE_CHROMIUM");
        string? found = named is { Length: > 0 } ? named : Array.Find(s_places, File.Exists);
        if (found is null || !File.Exists(found))
        {
            Assert.Inconclusive("needs a browser: install Chromium (Debian: apt-get install chromium), or name one in EDGE_CHROMIUM");
        }

        return found;
    }
}
