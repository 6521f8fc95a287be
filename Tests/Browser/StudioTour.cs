using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;

namespace Edge.Tests.Browser;

/// <summary>The pages of the studio, each brought to where it has most to show.</summary>
internal static class StudioTour
{
    /// <summary>Names of the pages.</summary>
    public static readonly string[] Pages = ["start", "network", "memory", "accuracy", "try", "compare", "board"];

    /// <summary>Starts a studio with two conversions to look at.</summary>
    /// <param name="folder">The working folder, with the network and its calibration samples.</param>
    public static async Task<StudioPage> Start(string? folder = null)
    {
        StudioPage studio = await StudioPage.Start(folder);
        await Conversions.Convert(studio);
        await Conversions.Convert(studio, "20KB");
        await studio.Server.Desk.Find(1).Budgets.Value; // counted once, so that nobody looks at the waiting
        return studio;
    }

    /// <summary>Opens a page and fills it.</summary>
    /// <param name="name">One of <see cref="Pages"/>.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    public static async Task<IPage> Open(StudioPage studio, string name, int width, ColorScheme scheme)
    {
        IPage page = await studio.Open($"{name}/1", width, scheme);
        if (name == "try")
        {
            await page.Locator("input[type=file]").First.SetInputFilesAsync(Path.Combine(StudioPage.Demo, "samples", "3", "white-wheel.png"));
            await page.Locator("h2", new PageLocatorOptions { HasText = "Read as" }).WaitForAsync();
        }
        else if (name == "memory")
        {
            await page.Locator("#budget").WaitForAsync();
            await page.Locator("svg.sram-map").WaitForAsync();
        }
        else if (name == "board")
        {
            await page.Locator("input[type=file]").First.SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "board.log"));
            await page.GetByText("30 inferences").WaitForAsync();
            await page.Locator(".plot svg").Nth(1).WaitForAsync();
        }

        return page;
    }
}
