using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Browser;

/// <summary>What a person does with the page, from the drop to the blob.</summary>
[TestClass]
[TestCategory("Browser")]
[DoNotParallelize]
public sealed class WholeWayTests
{
    [TestMethod]
    public async Task A_dropped_model_becomes_a_blob()
    {
        await using StudioPage studio = await StudioPage.Start();
        IPage page = await studio.Open();
        ILocator inputs = page.Locator("input[type=file]");
        await inputs.Nth(0).SetInputFilesAsync(Path.Combine(StudioPage.Demo, "model", "digits_mbv3se.onnx"));
        await page.GetByText("digits_mbv3se.onnx").First.WaitForAsync();
        await inputs.Nth(1).SetInputFilesAsync(Path.Combine(StudioPage.Demo, "calibration"));
        await page.GetByText("3 files").WaitForAsync();
        await page.GetByLabel("Quantizer").SelectOptionAsync("naive");
        await page.GetByLabel("SRAM budget").FillAsync("24KB");
        await page.GetByLabel("Most samples").FillAsync("16");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Convert", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/#network/1");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "MBConv + SE" }).First.ClickAsync();
        await page.Locator("aside").GetByText("Depthwise").First.WaitForAsync();

        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "digits_mbv3se.edge8" }).ClickAsync());
        CollectionAssert.AreEqual(studio.Server.Desk.Find(1).Result.Blob, await File.ReadAllBytesAsync(await download.PathAsync()));
        IDownload source = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "source for the app" }).ClickAsync());
        await using ZipArchive archive = await ZipFile.OpenReadAsync(await source.PathAsync());
        Assert.IsTrue(archive.Entries.Any(entry => entry.Name == "EmbeddedModel.cs"));
    }

    [TestMethod]
    public async Task Two_tabs_show_one_conversion_which_a_reload_does_not_disturb_and_either_cancels()
    {
        await using StudioPage studio = await StudioPage.Start(model: Path.Combine(StudioPage.Demo, "model", "digits_mbv3se.onnx"));
        IPage one = await studio.Open();
        IPage other = await studio.Open();
        await ChooseCalibration(one);
        await one.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Convert", Exact = true }).ClickAsync();
        await other.Locator("#job progress").WaitForAsync();
        await one.ReloadAsync();
        await one.Locator("#job progress").WaitForAsync();

        // The second conversion is refused in a line, wherever it is asked for.
        await ChooseCalibration(other);
        await other.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Convert", Exact = true }).ClickAsync();
        ILocator refusal = other.Locator("#fault").GetByText("error EDGE9003: ");
        await refusal.WaitForAsync();
        await other.WaitForTimeoutAsync(1000); // the job has told of its progress some times
        Assert.IsTrue(await refusal.IsVisibleAsync(), "progress leaves the line alone");
        await other.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await one.GetByText("cancelled after").WaitForAsync();
        await other.GetByText("cancelled after").WaitForAsync();
        Assert.IsEmpty(studio.Server.Desk.Finished);
    }

    [TestMethod]
    public async Task Errors_are_the_lines_of_the_command_line()
    {
        await using StudioPage studio = await StudioPage.Start();
        IPage page = await studio.Open();
        ILocator inputs = page.Locator("input[type=file]");
        await inputs.Nth(0).SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = [65] });
        await page.GetByText("notes.txt is no model").WaitForAsync();
        Assert.IsTrue(await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Convert", Exact = true }).IsDisabledAsync());
        await inputs.Nth(0).SetInputFilesAsync(new FilePayload { Name = "broken.onnx", MimeType = "application/octet-stream", Buffer = [65] });
        await page.GetByText("broken.onnx", new PageGetByTextOptions { Exact = true }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Convert", Exact = true }).ClickAsync();
        await page.Locator("#job").GetByText("error EDGE1001: ").WaitForAsync();
    }

    [TestMethod]
    public async Task A_digit_is_tried_by_keys_alone_and_a_frame_of_the_camera()
    {
        await using StudioPage studio = await StudioPage.Start();
        await Conversions.Convert(studio);
        IPage page = await studio.Open("try/1");
        await page.Locator("canvas").FocusAsync();
        foreach (string key in new[] { "ArrowUp", "ArrowUp", " ", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", " " })
        {
            await page.Keyboard.PressAsync(key);
        }

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("h2", new PageLocatorOptions { HasText = "Read as" }).WaitForAsync();
        Assert.IsGreaterThan(20, await page.Locator("table.layers tbody tr").CountAsync());
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start the camera" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Try this frame" }).ClickAsync();
        await page.Locator("h2", new PageLocatorOptions { HasText = "Read as" }).WaitForAsync();
    }

    [TestMethod]
    public async Task The_slider_shows_budgets_and_makes_a_blob_to_compare()
    {
        await using StudioPage studio = await StudioPage.Start();
        await Conversions.Convert(studio);
        IPage page = await studio.Open("memory/1");
        ILocator slider = page.Locator("#budget");
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Make the blob for" }).ClickAsync();
        await page.WaitForURLAsync("**/#network/2");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Compare" }).ClickAsync();
        await page.GetByText("Signal over error of the layers that both have").WaitForAsync();
        Assert.IsLessThan(studio.Server.Desk.Find(1).Report.Blob.PeakSramBytes, studio.Server.Desk.Find(2).Report.Blob.PeakSramBytes);
    }

    private static async Task ChooseCalibration(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Choose in the working folder" }).Nth(1).ClickAsync();
        await page.Locator("dialog").GetByText("calibration/").ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Take this folder" }).ClickAsync();
        await page.Locator(".chosen").GetByText("calibration").WaitForAsync();
    }
}
