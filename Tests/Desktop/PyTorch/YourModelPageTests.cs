using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Projects;
using Edge.Tests.Desktop.Safetensors;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.PyTorch;

/// <summary>The commands of docs/your-model.md, run on small models.</summary>
[TestClass]
public class YourModelPageTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs/your-model.md")).ReplaceLineEndings("\n");

    [TestMethod]
    public void The_architecture_and_the_commands_of_the_perceptron_convert_it()
    {
        var random = new Random(1);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        using var folder = new TemporaryFolder();
        var weights = new SafetensorsBuilder().Add("fc0.weight", [16, 8], Values(128)).Add("fc0.bias", [16], Values(16)).Add("fc1.weight", [3, 16], Values(48)).Add("fc1.bias", [3], Values(3));
        folder.Write("weights.safetensors", weights.ToBytes());
        folder.Write("arch.json", Block("json"));
        folder.Write("calibration.npy", Npy.Floats([20, 1, 1, 8], Values(160)));
        folder.Write("sample.npy", Npy.Floats([1, 1, 1, 8], Values(8)));
        string convert = Command("edge convert weights.safetensors");
        Run(folder, convert);
        (int code, string output, string error) = Run(folder, "edge run model.edge8 sample.npy");
        Assert.AreEqual(0, code, error);
        Assert.IsNotEmpty(output);
    }

    [TestMethod]
    public void The_drafted_architecture_of_a_state_dict_converts()
    {
        using var folder = new TemporaryFolder();
        folder.Write("weights.pth", File.ReadAllBytes(PyTorchFiles.PathOf("seed_mbconv.pth")));
        Directory.CreateDirectory(folder.File("images"));
        File.Copy(PyTorchFiles.PathOf("seed_mbconv_in.npy"), folder.File(Path.Combine("images", "a.npy")));
        Run(folder, Command("edge arch weights.pth").Split('#')[0].Trim());
        Run(folder, Command("edge convert weights.pth"));
        Assert.IsTrue(File.Exists(folder.File("model.edge8")));
    }

    private static string Command(string begin) => s_page.Split('\n').Single(line => line.StartsWith(begin, StringComparison.Ordinal));

    private static string Block(string language) => Regex.Match(s_page, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private static (int Code, string Output, string Error) Run(TemporaryFolder folder, string command)
    {
        string[] arguments = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(part => IsFile(part) ? folder.File(part.TrimEnd('/')) : part)];
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(0, code, $"{command}: {error}");
        return (code, output, error);
    }

    private static bool IsFile(string part) => part.EndsWith('/') || (part.Contains('.', StringComparison.Ordinal) && !part.StartsWith('-'));
}
