using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Browser;

/// <summary>Every page at every width, light and dark: nothing leaves the page sideways. With EDGE_SCREENSHOTS the pictures are kept.</summary>
[TestClass]
[TestCategory("Browser")]
[DoNotParallelize]
public sealed class ScreenshotTests
{
    private static readonly string[] s_pages = ["start", "network"];
    private static readonly (int Width, ColorScheme Scheme)[] s_views =
    [
        (400, ColorScheme.Light), (400, ColorScheme.Dark), (1000, ColorScheme.Light), (1000, ColorScheme.Dark), (1600, ColorScheme.Light), (1600, ColorScheme.Dark), (2000, ColorScheme.Light),
    ];

    [TestMethod]
    public async Task Pages_fit_every_width_light_and_dark()
    {
        await using StudioPage studio = await StudioPage.Start();
        await Conversions.Convert(studio);
        foreach ((int width, ColorScheme scheme) in s_views)
        {
            foreach (string name in s_pages)
            {
                IPage page = await studio.Open($"{name}/1", width, scheme);
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle, new PageWaitForLoadStateOptions { Timeout = 1500 }).ContinueWith(_ => { }, TaskScheduler.Default);
                await Keep(page, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png");
                int needed = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                Assert.IsLessThanOrEqualTo(width, needed, $"{name} at {width} pixels needs {needed}");
                await page.CloseAsync();
            }
        }
    }

    private static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("EDGE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
        }
    }
}
