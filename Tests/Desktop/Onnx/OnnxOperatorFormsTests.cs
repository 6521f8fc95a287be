using System.Collections.Generic;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Small networks with the forms that real ones use, from the file to the board's bytes.</summary>
[TestClass]
public sealed class OnnxOperatorFormsTests
{
    private const string Folder = "Tests/Desktop/Onnx/Files";

    public static IEnumerable<object[]> Files() =>
        Directory.EnumerateFiles(Repository.PathOf(Folder), "*.onnx").Order().Select(path => new object[] { Path.GetFileName(path) });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void A_network_agrees_with_ONNX_Runtime(string file)
    {
        QuantizedComparison.Check(Path.Combine(Repository.PathOf(Folder), file), file == "argmax.onnx" ? 10 : 30);
    }
}
