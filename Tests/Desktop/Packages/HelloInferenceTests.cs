using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Packing;
using Edge.ModelTools.Packing.Contents;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Kernels;
using Edge.Tests.Desktop.Projects;
using Edge.Tests.Desktop.Terminal;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packages;

/// <summary>Samples/HelloInference: what it prints, and that the README shows it.</summary>
[TestClass]
public sealed class HelloInferenceTests
{
    private const int MostLines = 46;

    private static readonly string s_source = File.ReadAllText(Repository.PathOf("Samples/HelloInference/Program.cs")).ReplaceLineEndings("\n");

    [TestMethod]
    public void App_reads_the_digit_that_lies_in_it()
    {
        using var output = new StringWriter();
        FlowConsole.Run(output, null, () =>
        {
            HelloInference.Program.Read();
            return 0;
        });
        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual("class 7 7", lines[0]);
        StringAssert.Matches(lines[1], new Regex(@"^ms \d+$"));
        StringAssert.Matches(lines[2], new Regex(@"^uJ \d+ modelled, esp32s3 240 MHz "));
    }

    [TestMethod]
    public void App_is_short() => Assert.IsLessThanOrEqualTo(MostLines, s_source.TrimEnd().Split('\n').Length);

    [TestMethod]
    public void Model_of_the_app_is_what_edge_pack_writes()
    {
        string path = Repository.PathOf("Samples/HelloInference/Model/EmbeddedModel.cs");
        string committed = File.ReadAllText(path).ReplaceLineEndings("\n");
        Match comment = Regex.Match(committed, @"^// (hello\.edge8): (\d+) bytes", RegexOptions.Multiline);
        byte[] blob = new byte[int.Parse(comment.Groups[2].Value, CultureInfo.InvariantCulture)];
        HelloInference.EmbeddedModel.Open().Read(0, blob, 0, blob.Length);
        Int8Model model = BlobFile.Load("hello.edge8", blob, new ReferenceKernels());
        byte[] sample = HostInput.Read(model.Input, Repository.PathOf("Samples/MeterDigits/samples/7/black-wheel.png"));
        PackedModel packed = ModelPacker.Pack("hello.edge8", blob, sample, PackForm.Static, false, PackedApp.Of("HelloInference"));
        string expected = Encoding.UTF8.GetString(packed.Files.Single(file => file.Name == Path.GetFileName(path)).Content);
        Assert.AreEqual(expected, committed, "the commands in Samples/HelloInference/README.md make the file again");
    }

    [TestMethod]
    public void Example_of_the_README_is_the_app()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");
        string[] examples = [.. Regex.Matches(readme, "```csharp\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];
        CollectionAssert.AreEqual(new[] { s_source }, examples, "README.md shows Samples/HelloInference/Program.cs, whole and nothing else");
    }
}
