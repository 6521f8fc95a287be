using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Browser;

/// <summary>Every page by the rules of axe-core: names and roles for screen readers, contrast, reach by keyboard.</summary>
[TestClass]
[TestCategory("Browser")]
[DoNotParallelize]
public sealed class AccessibilityTests
{
    [TestMethod]
    public async Task Pages_keep_the_rules_of_axe_light_and_dark()
    {
        await using StudioPage studio = await StudioTour.Start();
        var faults = new List<string>();
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (string name in StudioTour.Pages)
            {
                IPage page = await StudioTour.Open(studio, name, 1000, scheme);
                AxeResult result = await page.RunAxe();
                Assert.IsNotEmpty(result.Passes, name);
                faults.AddRange(result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{name}, {scheme}: {rule.Id} ({rule.Help}): {node.Html}")));
                await page.CloseAsync();
            }
        }

        Assert.IsEmpty(faults, string.Join('\n', faults));
    }
}
