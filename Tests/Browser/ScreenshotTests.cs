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
    private static readonly (int Width, ColorScheme Scheme)[] s_views =
    [
        (400, ColorScheme.Light), (400, ColorScheme.Dark), (1000, ColorScheme.Light), (1000, ColorScheme.Dark), (1600, ColorScheme.Light), (1600, ColorScheme.Dark), (2000, ColorScheme.Light),
    ];

    [TestMethod]
    public async Task Pages_fit_every_width_light_and_dark()
    {
        string folder = CopyDemo(new string('x', 120)); // a name without a place to break it
        await using StudioPage studio = await StudioTour.Start(folder);
        foreach ((int width, ColorScheme scheme) in s_views)
        {
            foreach (string name in StudioTour.Pages)
            {
                IPage page = await StudioTour.Open(studio, name, width, scheme);
                await Keep(page, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png");
                int needed = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                Assert.IsLessThanOrEqualTo(width, needed, $"{name} at {width} pixels needs {needed}");
                await page.CloseAsync();
            }
        }
    }

    /// <summary>A folder of a given name with the network, its calibration samples and pictures, beside the tests.</summary>
    private static string CopyDemo(string name)
    {
        string target = Path.Combine(AppContext.BaseDirectory, name);
        foreach (string file in Directory.GetFiles(StudioPage.Demo, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(StudioPage.Demo, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        return target;
    }

    private static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("EDGE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
        }
    }
}
