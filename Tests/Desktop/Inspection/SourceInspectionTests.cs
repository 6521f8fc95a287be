using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Inspection;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.PyTorch;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Inspection;

/// <summary><c>edge inspect</c> of source models: one table, whatever the format.</summary>
[TestClass]
public sealed class SourceInspectionTests
{
    private static readonly string s_demo = Path.Combine(AppContext.BaseDirectory, "Demo");

    [TestMethod]
    public void Float_model_is_one_table_with_shapes_kernels_and_costs()
    {
        string[] lines = Inspect(Path.Combine(s_demo, "model", "digits_mbv3se.onnx"));
        StringAssert.Matches(lines[0], new(@"^\S+: \d+ operators, 1557568 MACs, \d+ parameters$"));
        string head = lines.Single(line => line.Contains("kernel, stride, padding", StringComparison.Ordinal));
        Assert.DoesNotContain("scale", head, "a float model has no scales");
        string[] rows = Rows(lines);
        Assert.HasCount(OperatorCount(lines[0]), rows);
        string first = rows.First(row => row.Contains("Conv2D", StringComparison.Ordinal));
        StringAssert.Contains(first, " 32x20x16 ");
        StringAssert.Contains(first, " 3x3, pad 1 ");
        Assert.IsTrue(rows.Any(row => row.Contains(" DepthwiseConv2D ", StringComparison.Ordinal) && row.Contains("x3, stride 2, pad ", StringComparison.Ordinal)));

        // Aligned: what stands under the heading of a column of text begins where the heading begins.
        int shape = head.IndexOf("shape", StringComparison.Ordinal);
        Assert.IsTrue(rows.All(row => row[shape - 1] == ' ' && row[shape] != ' '), string.Join('\n', rows));
        Assert.IsFalse(lines.Any(line => line.Contains("Attributes", StringComparison.Ordinal) || line.Contains('{')), "a record was printed as the runtime prints it");
    }

    [TestMethod]
    public void Costs_in_the_table_add_up()
    {
        string[] lines = Inspect(Path.Combine(s_demo, "model", "digits_mbv3se.onnx"));
        string head = lines.Single(line => line.Contains("kernel, stride, padding", StringComparison.Ordinal));
        int end = head.IndexOf("MACs", StringComparison.Ordinal) + "MACs".Length;
        long sum = Rows(lines).Sum(row => long.Parse(row[..end].Split(' ')[^1], null));
        Assert.AreEqual(1557568, sum);
    }

    [TestMethod]
    public void Weights_with_an_architecture_are_inspected_beside_it_or_as_told()
    {
        string model = Path.Combine(s_demo, "model", "meter_digits");
        string[] beside = Inspect(Path.Combine(model, "weights.safetensors"));
        StringAssert.Contains(beside[0], "595248 MACs, ");
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(model, "weights.safetensors"), folder.File("w.safetensors"));
        File.Copy(Path.Combine(model, "arch.json"), folder.File("other.json"));
        CollectionAssert.AreEqual(beside, Inspect(folder.File("w.safetensors"), "--arch", folder.File("other.json")));
        (int code, _, string error) = CommandLine.Run("inspect", folder.File("w.safetensors"));
        Assert.AreEqual(1, code);
        Assert.HasCount(1, error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    public void State_dict_with_an_architecture_is_inspected()
    {
        using var folder = new TemporaryFolder();
        string weights = PyTorchFiles.PathOf("seed_mbconv.pth");
        Assert.AreEqual(0, CommandLine.Run("arch", weights, "-o", folder.File("arch.json")).Code);
        string[] lines = Inspect(weights, "--arch", folder.File("arch.json"));
        Assert.HasCount(3, Rows(lines).Where(row => row.Contains("Conv2D", StringComparison.Ordinal)));
        Assert.IsTrue(Rows(lines).Any(row => row.Contains("DepthwiseConv2D", StringComparison.Ordinal) && row.Contains("3x3, pad 1", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Json_has_shape_detail_and_cost_of_each_operator()
    {
        (int code, string output, string error) = CommandLine.Run("inspect", Path.Combine(s_demo, "model", "digits_mbv3se.onnx"), "--json");
        Assert.AreEqual(0, code, error);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement[] operators = [.. json.RootElement.GetProperty("operators").EnumerateArray()];
        Assert.AreEqual(json.RootElement.GetProperty("macs").GetInt64(), operators.Sum(each => each.GetProperty("macs").GetInt64()));
        Assert.IsTrue(operators.Any(each => each.GetProperty("detail").GetString()!.Contains("stride 2", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Attributes_that_no_table_knows_are_words_and_not_a_record()
    {
        var input = new Tensor("x", ModelTools.Data.ElementType.Float32, [1, 4, 4, 2]);
        string Text(OperatorKind kind, OperatorAttributes attributes) => AttributeText.Of(new Operator(kind, "n", [input], [input], attributes));
        Assert.AreEqual("axes 1,2, keep dimensions", Text(OperatorKind.Mean, new MeanAttributes([1, 2], true)));
        Assert.AreEqual("axis 3, relu6", Text(OperatorKind.Concat, new ConcatAttributes(3, Clamp.Relu6)));
        Assert.AreEqual("hard swish", Text(OperatorKind.Unary, new UnaryAttributes(UnaryFunction.HardSwish)));
        Assert.AreEqual("before 0,1,1,0, after 0,2,2,0", Text(OperatorKind.Pad, new PadAttributes([0, 1, 1, 0], [0, 2, 2, 0])));
        Assert.AreEqual("3x2, stride 2x1, pad 1,0,2,0", Text(OperatorKind.MaxPool, new PoolAttributes(3, 2, 2, 1, new Padding(1, 0, 2, 0))));
    }

    private static string[] Inspect(params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(["inspect", .. arguments]);
        Assert.AreEqual(0, code, error);
        return output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Rows(string[] lines) => [.. lines.Where(line => line.TrimStart().Split(' ')[0].All(char.IsAsciiDigit) && line.Trim().Length > 0)];

    private static int OperatorCount(string line) => int.Parse(line.Split(' ')[^6], null);
}
