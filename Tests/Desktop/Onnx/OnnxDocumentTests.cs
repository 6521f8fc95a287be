using System.IO;
using System.Text.RegularExpressions;
using Edge.ModelTools.Formats.Onnx.Converters;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Onnx;

[TestClass]
public sealed class OnnxDocumentTests
{
    [TestMethod]
    public void Every_operator_is_in_the_document()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "onnx-import.md"));
        foreach (string name in OnnxConverters.Operators)
        {
            Assert.MatchesRegex(new Regex($@"\b{name}\b"), document);
        }
    }
}
