using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Packages;

/// <summary>Samples/HelloInference: what it prints, and that the README shows it.</summary>
[TestClass]
[DoNotParallelize]
public sealed class HelloInferenceTests
{
    private const int MostLines = 46;

    private static readonly string s_source = File.ReadAllText(Repository.PathOf("Samples/HelloInference/Program.cs")).ReplaceLineEndings("\n");

    [TestMethod]
    public void App_reads_the_digit_that_lies_in_it()
    {
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            HelloInference.Program.Read();
        }
        finally
        {
            Console.SetOut(console);
        }

        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual("class 7 7", lines[0]);
        StringAssert.Matches(lines[1], new Regex(@"^ms \d+$"));
        StringAssert.Matches(lines[2], new Regex(@"^uJ \d+ modelled, esp32s3 240 MHz "));
    }

    [TestMethod]
    public void App_is_short() => Assert.IsLessThanOrEqualTo(MostLines, s_source.TrimEnd().Split('\n').Length);

    [TestMethod]
    public void Example_of_the_README_is_the_app()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");
        string[] examples = [.. Regex.Matches(readme, "```csharp\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];
        CollectionAssert.AreEqual(new[] { s_source }, examples, "README.md shows Samples/HelloInference/Program.cs, whole and nothing else");
    }
}
