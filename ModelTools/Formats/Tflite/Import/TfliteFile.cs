using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Tflite.Schema;
using Edge.ModelTools.Formats.Tflite.Wire;
using Fields = Edge.ModelTools.Formats.Tflite.Schema.TfliteFields;

namespace Edge.ModelTools.Formats.Tflite.Import;

/// <summary>The outer structure of a .tflite file: its only subgraph, its operators, and where tensors and constants lie.</summary>
internal sealed class TfliteFile
{
    // Far more than any network for a microcontroller; keeps the work on a damaged file small.
    private const int MaximumCount = 65536;
    private const int MaximumOperands = 1024;
    private const int MaximumNameBytes = 1024;
    private const int ObjectBytes = 256; // what one operator costs beside its operands, roughly

    private const string Damaged = "the file is damaged; download or export it again";

    /// <summary>Reads the structure of a file; constants are not touched.</summary>
    /// <exception cref="EdgeException">The file is not a model, or not one that Edge can run.</exception>
    public TfliteFile(byte[] data, string name)
    {
        File = new FlatFile(data, name);
        Budget = new ByteBudget(name, data.Length);
        if (!File.HasIdentifier(Fields.Identifier))
        {
            throw new EdgeException(
                DiagnosticId.TfliteNotAModel, name, $"bytes 4 to 7 are not '{Fields.Identifier}'", "give a .tflite file");
        }

        FlatTable model = File.Root("model");
        uint version = model.UInt32(Fields.Model.Version);
        if (version != Fields.SchemaVersion)
        {
            throw new EdgeException(
                DiagnosticId.TfliteNotAModel, name, $"schema version {version}, not {Fields.SchemaVersion}", "export the model with a current TensorFlow");
        }

        Buffers = Counted(model.Vector(Fields.Model.Buffers, sizeof(uint), "buffers"), "buffers");
        FlatVector graphs = model.RequiredVector(Fields.Model.SubGraphs, sizeof(uint), "subgraphs");
        if (graphs.Count == 0)
        {
            throw new EdgeException(DiagnosticId.TfliteSeveralSubgraphs, name, "the model has no subgraph", "export an inference function");
        }

        // The first is the one that runs; others are further signatures, or bodies of control flow, which is refused where it stands.
        FlatTable graph = graphs.Table(0, "subgraph");
        Tensors = Counted(graph.RequiredVector(Fields.SubGraph.Tensors, sizeof(uint), "tensors"), "tensors");
        Inputs = Operands(graph, Fields.SubGraph.Inputs, "inputs of the graph");
        Outputs = Operands(graph, Fields.SubGraph.Outputs, "outputs of the graph");
        Operators = ReadOperators(
            Counted(graph.RequiredVector(Fields.SubGraph.Operators, sizeof(uint), "operators"), "operators"),
            Counted(model.RequiredVector(Fields.Model.OperatorCodes, sizeof(uint), "operator codes"), "operator codes"));
    }

    /// <summary>The bytes.</summary>
    public FlatFile File { get; }

    /// <summary>What may still be allocated for this file.</summary>
    public ByteBudget Budget { get; }

    /// <summary>Tensor tables of the subgraph.</summary>
    public FlatVector Tensors { get; }

    /// <summary>Buffer tables of the model.</summary>
    public FlatVector Buffers { get; }

    /// <summary>Tensor indices of the graph's inputs.</summary>
    public int[] Inputs { get; }

    /// <summary>Tensor indices of the graph's outputs.</summary>
    public int[] Outputs { get; }

    /// <summary>Operators in the order of the file.</summary>
    public OperatorSource[] Operators { get; }

    private OperatorSource[] ReadOperators(FlatVector tables, FlatVector codes)
    {
        Budget.Charge((long)tables.Count * ObjectBytes, "operators");
        var operators = new OperatorSource[tables.Count];
        for (int i = 0; i < operators.Length; i++)
        {
            FlatTable table = tables.Table(i, "operator");
            uint codeIndex = table.UInt32(Fields.Operator.CodeIndex);
            if (codeIndex >= codes.Count)
            {
                throw new EdgeException(
                    DiagnosticId.TfliteUnknownOperator, $"{File.Name}: operator {i}", $"operator code {codeIndex} of {codes.Count}", Damaged);
            }

            FlatTable code = codes.Table((int)codeIndex, "operator code");

            // Codes below 127 stand in the old field; newer ones in the new field, the old one then being 127.
            int deprecatedCode = (sbyte)code.Byte(Fields.OperatorCode.DeprecatedCode);
            int newCode = code.Int32(Fields.OperatorCode.Code);
            operators[i] = new OperatorSource(
                i,
                (TfliteOperatorCode)(newCode > deprecatedCode ? newCode : deprecatedCode),
                code.Text(Fields.OperatorCode.CustomName, MaximumNameBytes, "name of a custom operator"),
                Operands(table, Fields.Operator.Inputs, "inputs of an operator"),
                Operands(table, Fields.Operator.Outputs, "outputs of an operator"),
                (TfliteOptionsType)table.Byte(Fields.Operator.OptionsType),
                table.Table(Fields.Operator.Options, "operator options"));
        }

        return operators;
    }

    private int[] Operands(FlatTable table, int field, string what)
    {
        FlatVector vector = table.Vector(field, sizeof(int), what);
        if (vector.Count > MaximumOperands)
        {
            throw TooMany(vector.Count, what, MaximumOperands);
        }

        Budget.Charge((long)vector.Count * sizeof(int), what);
        return vector.ToInt32s();
    }

    private FlatVector Counted(FlatVector vector, string what)
    {
        return vector.Count <= MaximumCount ? vector : throw TooMany(vector.Count, what, MaximumCount);
    }

    private EdgeException TooMany(int count, string what, int maximum)
    {
        return new EdgeException(DiagnosticId.TfliteTooLarge, File.Name, $"{what}: {count}, more than {maximum}", Damaged);
    }
}
