using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx;
using Edge.ModelTools.Formats.Onnx.Import;
using Edge.ModelTools.Formats.Onnx.Proto;
using Edge.ModelTools.Graph;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using AttributeType = Edge.ModelTools.Formats.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Edge.Tests.Desktop.Onnx;

/// <summary>Operators that a file defines itself, and branches of which one is sure to run.</summary>
[TestClass]
public sealed class OnnxFunctionsAndBranchesTests
{
    private const string Domain = "pkg.torch";

    [TestMethod]
    public void Functions_within_functions_are_written_out_with_their_attributes()
    {
        OnnxModelBuilder builder = WithFunctions();
        string value = Call(builder, "block", builder.Conv(builder.Input(1, 3, 6, 6), 3, 4, 3), ("slope", 0.3f));
        value = Call(builder, "block", builder.Conv(value, 4, 5, 3)); // the function's own slope
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Relu", value));
        float[] slopes = [.. graph.Operators.Select(op => op.Attributes).OfType<UnaryAttributes>().Where(unary => unary.Function == UnaryFunction.LeakyRelu).Select(unary => unary.Alpha)];
        CollectionAssert.AreEqual(new[] { 0.3f, 0.25f }, slopes);
    }

    [TestMethod]
    public void A_function_that_calls_itself_is_refused()
    {
        OnnxModelBuilder builder = WithFunctions();
        builder.Model.Functions[0].Node.Add(new NodeProto { OpType = "block", Domain = Domain, Input = { "x" }, Output = { "z" } });
        Fails(builder, Call(builder, "block", builder.Input(1, 3, 6, 6)), DiagnosticId.OnnxCycle, "calls itself");
    }

    [TestMethod]
    public void Functions_that_unfold_without_end_are_refused()
    {
        OnnxModelBuilder builder = WithFunctions();
        for (int level = 0; level < 20; level++)
        {
            string below = level == 0 ? "leaky" : $"level{level - 1}";
            var function = new FunctionProto { Name = $"level{level}", Domain = Domain, Input = { "x" }, Output = { "y" } };
            function.Node.Add(new NodeProto { OpType = below, Domain = Domain, Input = { "x" }, Output = { "h" } });
            function.Node.Add(new NodeProto { OpType = below, Domain = Domain, Input = { "h" }, Output = { "y" } });
            builder.Model.Functions.Add(function);
        }

        Fails(builder, Call(builder, "level19", builder.Input(1, 3, 6, 6)), DiagnosticId.OnnxTooLarge, "unfold to more than 20000 nodes");
    }

    [TestMethod]
    public void Functions_that_nest_too_deep_are_refused()
    {
        OnnxModelBuilder builder = WithFunctions();
        for (int level = 0; level < 15000; level++)
        {
            var function = new FunctionProto { Name = $"level{level}", Domain = Domain, Input = { "x" }, Output = { "y" } };
            function.Node.Add(new NodeProto { OpType = level == 0 ? "leaky" : $"level{level - 1}", Domain = Domain, Input = { "x" }, Output = { "y" } });
            builder.Model.Functions.Add(function);
        }

        Fails(builder, Call(builder, "level14999", builder.Input(1, 3, 6, 6)), DiagnosticId.OnnxTooLarge, "more than 64 deep");
    }

    [TestMethod]
    public void A_function_of_another_operator_set_is_refused()
    {
        OnnxModelBuilder builder = WithFunctions();
        builder.Model.Functions[0].OpsetImport[0].Version = 9;
        Fails(builder, Call(builder, "leaky", builder.Input(1, 3, 6, 6)), DiagnosticId.OnnxOpsetUnsupported, "operator set 9, the model 13");
    }

    /// <summary>What PyTorch's tracing exporter writes for x.squeeze(2) of an axis that could be symbolic.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void The_branch_that_runs_stands_for_the_node(int height)
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Conv(builder.Input(1, 3, 0, 6), 3, 4, 1);
        string size = builder.Node("Gather", [builder.Node("Shape", x), builder.Longs(2)], ("axis", 0L));
        string condition = builder.Node("Equal", [size, builder.Longs(1)]);
        string axes = builder.Longs(2);
        string value = If(builder, condition, Branch("Squeeze", [x, axes], "squeezed"), Branch("Identity", [x], "same"));
        ModelGraph graph = OnnxComparison.Check(builder, builder.Node("Sigmoid", value), [1, 3, height, 6]);
        Assert.AreEqual(height == 1 ? 3 : 4, graph.SourceOutputs[0].Shape.Length);
    }

    [TestMethod]
    public void A_branch_in_a_function_reads_the_values_around_it()
    {
        OnnxModelBuilder builder = WithFunctions();
        var function = new FunctionProto { Name = "squeeze", Domain = Domain, Input = { "x", "axes" }, Output = { "y" } };
        function.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        function.Node.Add(new NodeProto { OpType = "Shape", Input = { "x" }, Output = { "shape" } });
        function.Node.Add(new NodeProto { OpType = "Gather", Input = { "shape", "axes" }, Output = { "size" } });
        function.Node.Add(new NodeProto { OpType = "Equal", Input = { "size", "size" }, Output = { "condition" } });
        function.Node.Add(Choice("condition", "y", Branch("Squeeze", ["x", "axes"], "a"), Branch("Identity", ["x"], "b")));
        builder.Model.Functions.Add(function);
        string x = builder.Conv(builder.Input(1, 3, 1, 6), 3, 4, 1);
        string y = Call(builder, "squeeze", x);
        builder.Graph.Node[^1].Input.Add(builder.Longs(2));
        Assert.AreEqual(3, OnnxComparison.Check(builder, builder.Node("Sigmoid", y)).SourceOutputs[0].Shape.Length);
    }

    [TestMethod]
    public void A_condition_that_depends_on_the_input_is_refused()
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Input(1, 3, 6, 6);
        Fails(builder, If(builder, builder.Node("Abs", x), Branch("Relu", [x], "a"), Branch("Sigmoid", [x], "b")), DiagnosticId.OnnxVariantUnsupported, "depends on the model's input");
    }

    [TestMethod]
    public void A_branch_that_is_missing_is_refused()
    {
        var builder = new OnnxModelBuilder();
        string x = builder.Input(1, 3, 6, 6);
        string value = If(builder, builder.Longs(1), Branch("Relu", [x], "a"), Branch("Sigmoid", [x], "b"));
        builder.Graph.Node[^1].Attribute.RemoveAt(0);
        Fails(builder, value, DiagnosticId.OnnxMalformed, "branch is missing");
    }

    private static void Fails(OnnxModelBuilder builder, string output, DiagnosticId id, string text)
    {
        builder.Output(output);
        using var folder = new TemporaryFolder();
        string path = folder.Write("model.onnx", builder.ToBytes());
        DiagnosticAssert.Throws(id, () => OnnxReader.Read(path, new OnnxReadOptions()), text);
    }

    /// <summary>leaky: LeakyRelu with a slope; block: a product of it with a constant, by leaky.</summary>
    private static OnnxModelBuilder WithFunctions()
    {
        var builder = new OnnxModelBuilder();
        builder.Model.IrVersion = 9;
        builder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        var leaky = new FunctionProto { Name = "leaky", Domain = Domain, Input = { "x" }, Output = { "y" }, Attribute = { "alpha" } };
        leaky.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        leaky.Node.Add(new NodeProto
        {
            OpType = "LeakyRelu", Input = { "x" }, Output = { "y" },
            Attribute = { new AttributeProto { Name = "alpha", RefAttrName = "alpha", Type = AttributeType.Float } },
        });
        builder.Model.Functions.Add(leaky);
        var block = new FunctionProto { Name = "block", Domain = Domain, Input = { "x" }, Output = { "out" } };
        block.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        block.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        block.AttributeProto.Add(new AttributeProto { Name = "slope", F = 0.25f, Type = AttributeType.Float });
        block.Node.Add(new NodeProto { OpType = "Constant", Output = { "c" }, Attribute = { new AttributeProto { Name = "value_float", F = 1.5f, Type = AttributeType.Float } } });
        block.Node.Add(new NodeProto
        {
            OpType = "leaky", Domain = Domain, Input = { "x" }, Output = { "y" },
            Attribute = { new AttributeProto { Name = "alpha", RefAttrName = "slope", Type = AttributeType.Float } },
        });
        block.Node.Add(new NodeProto { OpType = "Mul", Input = { "y", "c" }, Output = { "out" } });
        builder.Model.Functions.Add(block);
        return builder;
    }

    private static string Call(OnnxModelBuilder builder, string function, string input, params (string Name, object Value)[] attributes)
    {
        string output = builder.Node(function, input, attributes);
        builder.Graph.Node[^1].Domain = Domain;
        return output;
    }

    private static GraphProto Branch(string type, string[] inputs, string output)
    {
        var graph = new GraphProto { Name = type };
        graph.Node.Add(new NodeProto { OpType = type, Name = $"{type}_inner", Input = { inputs }, Output = { output } });
        graph.Output.Add(new ValueInfoProto { Name = output });
        return graph;
    }

    private static string If(OnnxModelBuilder builder, string condition, GraphProto then, GraphProto otherwise)
    {
        builder.Graph.Node.Add(Choice(condition, "chosen", then, otherwise));
        return "chosen";
    }

    private static NodeProto Choice(string condition, string output, GraphProto then, GraphProto otherwise) => new()
    {
        OpType = "If", Name = "choice", Input = { condition }, Output = { output },
        Attribute =
        {
            new AttributeProto { Name = "then_branch", G = then, Type = AttributeType.Graph },
            new AttributeProto { Name = "else_branch", G = otherwise, Type = AttributeType.Graph },
        },
    };
}
