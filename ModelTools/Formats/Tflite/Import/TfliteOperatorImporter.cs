using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Data;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Edge.ModelTools.Graph;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>
/// One operator on its way from the file to the graph: gives the importer of its kind checked operands and options, and
/// takes the result. Every error names the operator, its index, and the tensors it stands between.
/// </summary>
internal sealed class TfliteOperatorImporter
{
    private const int MaximumListed = 10; // dimensions shown in a message

    private readonly TfliteFile _file;
    private readonly TensorTable _tensors;
    private readonly ModelGraph _graph;
    private readonly string _place; // file and operator; Where adds the tensors

    /// <summary>Starts the import of one operator.</summary>
    public TfliteOperatorImporter(OperatorSource source, TfliteFile file, TensorTable tensors, ModelGraph graph)
    {
        Source = source;
        _file = file;
        _tensors = tensors;
        _graph = graph;
        _place = $"{file.File.Name}: {source.Location}";
    }

    /// <summary>The operator as the file describes it.</summary>
    public OperatorSource Source { get; }

    /// <summary>What may still be allocated.</summary>
    public ByteBudget Budget => _file.Budget;

    /// <summary>The import of another operator, which this one stands for as well.</summary>
    public TfliteOperatorImporter Of(OperatorSource source) => new(source, _file, _tensors, _graph);

    /// <summary>Checks the number of operands.</summary>
    public void ExpectInputs(int minimum, int maximum, bool hasOneOutput = true)
    {
        if (Source.Inputs.Length < minimum || Source.Inputs.Length > maximum || (hasOneOutput ? Source.Outputs.Length != 1 : Source.Outputs.Length == 0))
        {
            throw Error(
                DiagnosticId.TfliteBadOperands,
                $"{Source.Inputs.Length} inputs and {Source.Outputs.Length} outputs, not {minimum} to {maximum} and {(hasOneOutput ? "1" : "some")}",
                "the file is damaged, or a newer version of the operator; export with a current TensorFlow");
        }
    }

    /// <summary>Whether an optional input is given.</summary>
    public bool HasInput(int position) => position < Source.Inputs.Length && Source.Inputs[position] != -1;

    /// <summary>An input of any type whose value is known or computed by an earlier operator.</summary>
    public TensorEntry Entry(int position)
    {
        TensorEntry entry = _tensors.Get(Source.Inputs[position], _place);
        return entry.IsReady
            ? entry
            : throw Error(
                DiagnosticId.TfliteTensorNotReady,
                $"input {position} '{TensorTable.Shortened(entry.Tensor.Name)}' is not computed by an earlier operator",
                "the file is damaged, or its operators are not in order; export it again");
    }

    /// <summary>An input that takes part in the arithmetic: float32 or int8 with a scale; computed or constant.</summary>
    public Tensor Operand(int position)
    {
        TensorEntry entry = Entry(position);
        TypeRules.RequireArithmetic(this, entry);
        return entry.Tensor;
    }

    /// <summary>An operand that is computed.</summary>
    public Tensor Activation(int position)
    {
        Tensor tensor = Operand(position);
        return !tensor.IsConstant
            ? tensor
            : throw Error(
                DiagnosticId.TfliteConstantInput, $"input {position} is constant", "let the exporter fold constants");
    }

    /// <summary>An activation [1, H, W, C].</summary>
    public Tensor Image(int position)
    {
        Tensor tensor = Activation(position);
        if (tensor.Shape.Length != 4)
        {
            throw Mismatch($"input shape [{Join(tensor.Shape)}] is not [1, height, width, channels]");
        }

        return tensor.Shape[0] == 1
            ? tensor
            : throw Error(DiagnosticId.TfliteBatch, $"batch {tensor.Shape[0]}", "export with batch 1");
    }

    /// <summary>An operand whose values must be known, such as weights.</summary>
    public Tensor Constant(int position, string role)
    {
        Tensor tensor = Operand(position);
        return tensor.IsConstant ? tensor : throw NotConstant(position, role);
    }

    /// <summary>An int32 or int64 input whose values must be known, such as axes or a shape; a scalar gives one value.</summary>
    public int[] Integers(int position, string role)
    {
        Tensor tensor = Entry(position).Tensor;
        Budget.Charge(tensor.IsConstant ? (long)tensor.ElementCount * sizeof(int) : 0, role);
        return tensor.Data switch
        {
            int[] values => values,
            long[] values when values.All(v => v is >= int.MinValue and <= int.MaxValue) => [.. values.Select(v => (int)v)],
            null => throw NotConstant(position, role),
            _ => throw Error(DiagnosticId.TfliteUnsupportedType, $"{role} is {tensor.Type}, not int32 or small int64", "export it as int32"),
        };
    }

    /// <summary>Option table of the expected kind, or null when the operator carries none.</summary>
    public FlatTable? Options(TfliteOptionsType expected)
    {
        return Source.Options is null || Source.OptionsType == expected
            ? Source.Options
            : throw Error(DiagnosticId.TfliteBadOptions, $"carries options of kind {Source.OptionsType}, not {expected}", "the file is damaged; export it again");
    }

    /// <summary>Option table of the expected kind, which the operator cannot do without.</summary>
    public FlatTable RequiredOptions(TfliteOptionsType expected)
    {
        return Options(expected) ?? throw Error(DiagnosticId.TfliteBadOptions, "carries no options", "the file is damaged; export it again");
    }

    /// <summary>The fused activation as a clamp, or null.</summary>
    public Clamp? Activation(FlatTable? options, int field)
    {
        var activation = (TfliteActivation)(options?.Byte(field) ?? 0);
        return activation switch
        {
            TfliteActivation.None => null,
            TfliteActivation.Relu => Clamp.Relu,
            TfliteActivation.Relu6 => Clamp.Relu6,
            TfliteActivation.ReluN1To1 => Clamp.ReluN1To1,
            _ => throw Error(
                DiagnosticId.TfliteActivation, $"fused activation {activation} is not supported (only RELU, RELU6, RELU_N1_TO_1)", "export the activation as an operator of its own"),
        };
    }

    /// <summary>Whether an input is uint8 in the file.</summary>
    public bool IsUInt8(int position) => Entry(position).SourceType == TfliteTensorType.UInt8;

    /// <summary>Shape that the file gives the output; it is not to be relied on when the file leaves it open.</summary>
    public int[] DeclaredOutputShape() => _tensors.Get(Source.Outputs[0], _place).Tensor.Shape;

    /// <summary>Element type of the output.</summary>
    public ElementType DeclaredOutputType() => _tensors.Get(Source.Outputs[0], _place).Tensor.Type;

    /// <summary>The output tensor, with the shape that the operator gives it.</summary>
    /// <param name="shape">Computed shape; the file must say the same, unless it leaves the shape open.</param>
    /// <param name="index">Which of several outputs.</param>
    public Tensor Output(int[] shape, int index = 0)
    {
        TensorEntry entry = Write(shape, index);
        TypeRules.RequireArithmetic(this, entry);
        return entry.Tensor;
    }

    /// <summary>The output tensor of an operator that gives indices: an integer, which no other operator computes with.</summary>
    public Tensor IndexOutput(int[] shape) => Write(shape, 0).Tensor;

    /// <summary>The output tensor of an operator that keeps the shape.</summary>
    public Tensor OutputLike(Tensor input) => Output(input.Shape);

    /// <summary>Makes the output a constant; the operator disappears.</summary>
    /// <param name="data">Values, of the element type of the output in the file.</param>
    public void Fold(Array data, int[] shape)
    {
        Tensor output = Write(shape, 0).Tensor;
        if (ConstantData.TypeOf(data) != output.Type)
        {
            throw Error(DiagnosticId.TfliteUnsupportedType, $"output is {output.Type}, not {ConstantData.TypeOf(data)}", "the file is damaged; export it again");
        }

        output.Data = data;
    }

    /// <summary>Adds the operator to the graph after checking that its tensors are all float or all quantized.</summary>
    public Operator Add(OperatorKind kind, IEnumerable<Tensor> inputs, Tensor output, OperatorAttributes? attributes = null)
    {
        var added = new Operator(kind, output.Name, inputs, [output], attributes)
        {
            SourceIndex = Source.Index,
            Location = Source.Location,
        };
        foreach (Tensor input in added.Inputs)
        {
            // A bias is int32 beside int8 weights, which has been checked.
            if (input.Type != ElementType.Int32 && kind is not (OperatorKind.Quantize or OperatorKind.Dequantize or OperatorKind.ArgMax))
            {
                RequireSameType(input, output);
            }
        }

        ScaleRules.Check(this, added);
        _graph.Operators.Add(added);
        return added;
    }

    /// <summary>Adds an operator between the inputs and the one that makes the output; its result is quantized as the output is.</summary>
    public Tensor AddBefore(OperatorKind kind, IEnumerable<Tensor> inputs, Tensor output, int[] shape, string suffix, OperatorAttributes? attributes)
    {
        var between = new Tensor($"{output.Name}/{suffix}", output.Type, shape) { Quantization = output.Quantization };
        Add(kind, inputs, between, attributes).SourceIndex = -1;
        return between;
    }

    /// <summary>Refuses tensors of different types in one operator.</summary>
    public void RequireSameType(Tensor first, Tensor second)
    {
        TypeRules.RequireSame(this, first, IsUInt8(first), second, IsUInt8(second));
    }

    /// <summary>An error at this operator.</summary>
    public EdgeException Error(DiagnosticId id, string what, string remedy) => new(id, Where, what, remedy);

    /// <summary>Shapes that do not fit together.</summary>
    public EdgeException Mismatch(string what)
    {
        return Error(DiagnosticId.TfliteShapeMismatch, what, "the file is damaged, or the exporter is at fault; export it again");
    }

    /// <summary>Scales that the TFLite specification does not allow at this operator.</summary>
    public EdgeException ScaleConstraint(string what)
    {
        return Error(DiagnosticId.TfliteScaleConstraint, what, "quantize with the TFLite converter, which obeys its specification");
    }

    /// <summary>Notes numbers that the reference kernels do not look at: bytes are theirs, whatever the file says of them.</summary>
    public void RemarkIgnored(string what)
    {
        _graph.Remark ??= $"{Where}: {what}; the reference kernels of TFLite ignore that, and so does Edge";
    }

    /// <summary>Notes scales that differ where elements only move, or are compared: the reference kernels of these operators pass bytes on.</summary>
    public void RemarkOtherScale(Tensor input, Tensor output)
    {
        if (input.Quantization is { } before && output.Quantization is { } after && (before.ScaleAt(0) != after.ScaleAt(0) || before.ZeroPoints[0] != after.ZeroPoints[0]))
        {
            RemarkIgnored($"'{TensorTable.Shortened(input.Name)}' and the output have different scales");
        }
    }

    /// <summary>Dimensions for a message.</summary>
    public static string Join(int[] shape) => string.Join(",", shape.Take(MaximumListed)) + (shape.Length > MaximumListed ? ",..." : string.Empty);

    /// <summary>Marks the output as written and settles its shape.</summary>
    private TensorEntry Write(int[] shape, int index)
    {
        if (!TensorTable.IsUsable(shape))
        {
            throw TensorTable.BadShape(shape, Where);
        }

        TensorEntry entry = _tensors.Get(Source.Outputs[index], _place);
        Tensor tensor = entry.Tensor;
        if (entry.IsReady)
        {
            throw Error(
                DiagnosticId.TfliteTensorWrittenTwice, $"output '{TensorTable.Shortened(tensor.Name)}' is a constant, an input, or written before", "the file is damaged; export it again");
        }

        if (!tensor.Shape.SequenceEqual(shape))
        {
            if (!entry.IsShapeOpen && tensor.Shape.Length != 0)
            {
                throw Mismatch($"output shape [{Join(tensor.Shape)}] in the file, but the operator gives [{Join(shape)}]");
            }

            tensor.Shape = shape;
        }

        entry.IsReady = true;
        return entry;
    }

    private string Where
    {
        get
        {
            string inputs = string.Join(", ", Source.Inputs.Take(3).Where(i => i >= 0).Select(NameOf));
            string outputs = string.Join(", ", Source.Outputs.Take(2).Select(NameOf));
            return $"{_place} ({inputs} -> {outputs})";
        }
    }

    private string NameOf(int index) => $"'{TensorTable.Shortened(_tensors.Get(index, _place).Tensor.Name)}'";

    // Slopes that an importer repeated have no entry; they were checked before.
    private bool IsUInt8(Tensor tensor) => _tensors.EntryOf(tensor)?.SourceType == TfliteTensorType.UInt8;

    private EdgeException NotConstant(int position, string role)
    {
        return Error(DiagnosticId.TfliteNotConstant, $"input {position} ({role}) is computed, not constant", $"export a model whose {role} is constant");
    }
}
