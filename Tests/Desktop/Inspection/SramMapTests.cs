using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Edge.ModelTools.Blob;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Scheduling;
using Edge.Runtime.Int8.Blob;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.Tests.Desktop.Inspection;

[TestClass]
public class SramMapTests
{
    private const int Roomy = 64 * 1024;

    [TestMethod]
    [DataRow(0)]
    [DataRow(Roomy)]
    public void Banks_and_fixed_parts_are_the_peak_to_the_byte(int budget)
    {
        ScheduledBlob scheduled = Scheduled(budget);
        SramMap map = ScheduledNetwork.Map(scheduled);
        Assert.AreEqual(scheduled.PeakSramBytes, map.PeakSramBytes);
        Assert.AreEqual(map.PeakSramBytes, map.BankBytes + map.FixedBytes);
        Assert.AreEqual(map.Groups.Max(group => group.Bytes), map.Groups[map.PeakGroup].Bytes);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(Roomy)]
    public void Rows_weights_and_tables_are_those_of_the_schedule(int budget)
    {
        ScheduledBlob scheduled = Scheduled(budget);
        SramMap map = ScheduledNetwork.Map(scheduled);
        Assert.HasCount(scheduled.Schedule.Groups.Count, map.Groups);
        foreach (SramGroup group in map.Groups)
        {
            Assert.AreEqual(scheduled.Schedule.GroupBytes(group.Index), group.Bytes - group.BytesOf(SramKind.KeptThrough), $"group {group.Index}");
            List<StagePlan> resident = scheduled.Schedule.Groups[group.Index].Stages.FindAll(stage => stage.Operator is { IsConvolution: true } && !stage.IsStreamed);
            CollectionAssert.AreEqual(
                resident.ConvertAll(stage => $"{stage.Operator!.Weights.Length} at {stage.Resident.Bank}:{stage.Resident.Offset}"),
                group.Items.Where(item => item.Kind == SramKind.ResidentWeights).Select(item => $"{item.Bytes} at {item.Place}").ToList());
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(Roomy)]
    public void Nothing_in_a_group_lies_on_anything_else(int budget)
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(budget));
        foreach (SramGroup group in map.Groups)
        {
            int end = 0;
            foreach (SramItem item in group.Items.Where(item => item.Bytes > 0).OrderBy(Address))
            {
                Assert.IsGreaterThanOrEqualTo(end, Address(item), $"group {group.Index}: {item}");
                end = Address(item) + item.Bytes;
            }

            Assert.IsLessThanOrEqualTo(map.BankBytes, end, $"group {group.Index}");
        }
    }

    [TestMethod]
    public void Tensors_between_their_maker_and_their_last_reader_are_kept_through()
    {
        ScheduledBlob scheduled = Scheduled(64 * 1024);
        SramMap map = ScheduledNetwork.Map(scheduled);
        int found = 0;
        List<GroupPlan> groups = scheduled.Schedule.Groups;
        for (int maker = 0; maker < groups.Count; maker++)
        {
            foreach (BufferPlan buffer in groups[maker].Buffers.Where(buffer => buffer.IsKept && !buffer.IsReady))
            {
                int last = groups.FindLastIndex(group => group.Buffers.Exists(other => other.Tensor == buffer.Tensor));
                for (int between = maker + 1; between < last; between++)
                {
                    bool isTouched = groups[between].Buffers.Exists(other => other.Tensor == buffer.Tensor);
                    IEnumerable<SramItem> kept = map.Groups[between].Items.Where(item => item.Kind == SramKind.KeptThrough && item.Name == buffer.Tensor.Name);
                    Assert.AreEqual(isTouched ? 0 : buffer.Tensor.Bytes, kept.Sum(item => item.Bytes), $"{buffer.Tensor} in group {between}");
                    found += isTouched ? 0 : 1;
                }
            }
        }

        Assert.IsGreaterThan(0, found, "the network has a squeeze-excite block and a residual branch, so something lives through");
    }

    [TestMethod]
    public void Text_marks_the_group_that_sets_the_banks()
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(0));
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        SramMapPrinter.Print(map, writer);
        string[] lines = writer.ToString().Split('\n');
        string marked = lines.Single(line => line.Contains("<== peak", StringComparison.Ordinal));
        StringAssert.StartsWith(marked, $"group {map.PeakGroup}: {map.Groups[map.PeakGroup].Bytes} bytes");
        Assert.Contains($"peak SRAM {map.PeakSramBytes} bytes", lines[0]);
    }

    [TestMethod]
    public void Pictures_are_well_formed_and_reach_up_to_the_peak()
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(0));
        XDocument.Parse(Encoding.UTF8.GetString(SramMapPicture.Draw(map, "map.svg")));
        using SKBitmap png = SKBitmap.Decode(SramMapPicture.Draw(map, "map.PNG"));
        Assert.AreEqual(SramMapPicture.FileWidth, png.Width);
        Assert.AreEqual(SKColors.Firebrick, png.GetPixel(SramMapPicture.FileWidth - 8, 50), "the line at the peak");
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(1600)]
    public void Everything_in_SRAM_is_named_inside_the_picture_and_shows_its_shape_under_the_mouse(int width)
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(0));
        XElement svg = XElement.Parse(SramMapPicture.Element(map, width));
        List<string> tips = [.. svg.Descendants().Where(element => element.Name.LocalName == "title").Select(title => title.Value)];
        List<XElement> texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text")];
        foreach (SramItem item in map.Groups.SelectMany(group => group.Items).Where(item => item.Bands.Count > 0))
        {
            Assert.IsTrue(tips.Exists(tip => tip.StartsWith($"{item.Name}, {item.Detail}: ", StringComparison.Ordinal)), item.ToString());
            Assert.IsTrue(texts.Exists(text => text.Value.EndsWith($", {item.Detail}", StringComparison.Ordinal)), item.ToString());
        }

        Assert.IsTrue(texts.TrueForAll(text => Number(text, "x") + (text.Value.Length * 6.7) <= width && Number(text, "y") <= Number(svg, "height")), "inside");
    }

    [TestMethod]
    public void Blocks_cover_each_byte_of_each_group_and_end_at_the_peak()
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(0));
        List<SramMapBlock> blocks = SramMapBlocks.Of(map);
        Assert.AreEqual(map.PeakSramBytes, blocks.Max(block => block.Band.End));
        foreach (SramGroup group in map.Groups)
        {
            SramMapBlock[] alive = [.. blocks.Where(block => block.Item.Kind != SramKind.Fixed && block.FirstGroup <= group.Index && block.LastGroup >= group.Index)];
            int covered = Enumerable.Range(0, map.BankBytes).Count(address => alive.Any(block => block.Band.Start <= address && block.Band.End > address));
            Assert.AreEqual(group.Bytes, covered, $"group {group.Index}");
        }
    }

    [TestMethod]
    public void Other_endings_are_refused()
    {
        SramMap map = ScheduledNetwork.Map(Scheduled(Roomy));
        DiagnosticAssert.Throws(DiagnosticId.BadOption, () => SramMapPicture.Draw(map, "map.gif"), "map.gif", ".svg");
    }

    private static ScheduledBlob Scheduled(int budget)
    {
        return ScheduledBlob.Write(ScheduledNetwork.Schedule(budget == 0 ? null : budget));
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static int Address(SramItem item)
    {
        Assert.DoesNotContain(" ", item.Place, "this network's tensors have one band each");
        string[] parts = item.Place.Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture) * BlobFormat.MaxArrayBytes) + int.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
