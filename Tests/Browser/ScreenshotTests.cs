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
    private static readonly string[] s_pages = ["start", "network", "memory", "accuracy", "try", "compare", "board"];
    private static readonly (int Width, ColorScheme Scheme)[] s_views =
    [
        (400, ColorScheme.Light), (400, ColorScheme.Dark), (1000, ColorScheme.Light), (1000, ColorScheme.Dark), (1600, ColorScheme.Light), (1600, ColorScheme.Dark), (2000, ColorScheme.Light),
    ];

    [TestMethod]
    public async Task Pages_fit_every_width_light_and_dark()
    {
        string folder = CopyDemo(new string('x', 120)); // a name without a place to break it
        await using StudioPage studio = await StudioPage.Start(folder);
        await Conversions.Convert(studio);
        await Conversions.Convert(studio, "20KB");
        await studio.Server.Desk.Find(1).Budgets.Value; // counted once, so that no picture shows the waiting
        foreach ((int width, ColorScheme scheme) in s_views)
        {
            foreach (string name in s_pages)
            {
                IPage page = await studio.Open($"{name}/1", width, scheme);
                await Fill(page, name);
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

    /// <summary>Brings a page to where it has most to show.</summary>
    private static async Task Fill(IPage page, string name)
    {
        if (name == "try")
        {
            await page.Locator("input[type=file]").First.SetInputFilesAsync(Path.Combine(StudioPage.Demo, "samples", "3", "white-wheel.png"));
            await page.Locator("h2", new PageLocatorOptions { HasText = "Read as" }).WaitForAsync();
        }
        else if (name == "memory")
        {
            await page.Locator("#budget").WaitForAsync();
            await page.Locator("img.paper").EvaluateAsync("image => image.decode()");
        }
        else if (name == "board")
        {
            await page.Locator("input[type=file]").First.SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "board.log"));
            await page.GetByText("30 inferences").WaitForAsync();
            await page.Locator(".plot svg").Nth(1).WaitForAsync();
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
