using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Edge.ModelTools.Profiling;

// Host instructions of the nanoFramework interpreter per IL instruction, from Data/cost-table.json, which says how each
// figure was measured. The table is part of the program: a mistake in it is a mistake of Edge, not of the user's input.

/// <summary>What executed instructions cost in the interpreter, by opcode, call and native method.</summary>
internal sealed class CostTable
{
    private const string ResourceName = "Edge.ModelTools.Profiling.Data.cost-table.json";
    private const int ColumnCount = 3;

    private static readonly Lazy<CostTable> s_embedded = new(ReadEmbedded);

    private readonly Dictionary<string, CostRow> _rows = [];
    private readonly Dictionary<(string Opcode, StackKind Kind), OpcodeCost> _opcodes = [];
    private readonly Dictionary<string, CostRow> _natives = [];

    private CostTable(JsonElement root)
    {
        Source = root.GetProperty("source").GetString()!;
        foreach (JsonElement row in root.GetProperty("rows").EnumerateArray())
        {
            Add(row);
        }

        foreach (JsonElement entry in root.GetProperty("opcodes").EnumerateArray())
        {
            bool isNearest = entry.TryGetProperty("nearest", out JsonElement nearest) && nearest.GetBoolean();
            var cost = new OpcodeCost(_rows[entry.GetProperty("row").GetString()!], isNearest);
            string kinds = entry.TryGetProperty("of", out JsonElement of) ? of.GetString()! : "any";
            foreach (string kind in kinds.Split(' '))
            {
                foreach (string opcode in Words(entry, "opcodes"))
                {
                    _opcodes.Add((opcode, ParseKind(kind)), cost);
                }
            }
        }

        foreach (JsonElement entry in root.GetProperty("natives").EnumerateArray())
        {
            foreach (string method in Words(entry, "methods"))
            {
                _natives.Add(method, _rows[entry.GetProperty("row").GetString()!]);
            }
        }
    }

    /// <summary>The table that this program was built with.</summary>
    public static CostTable Embedded => s_embedded.Value;

    /// <summary>How the figures were measured.</summary>
    public string Source { get; }

    /// <summary>All rows, in the order of the file.</summary>
    public IReadOnlyCollection<CostRow> Rows => _rows.Values;

    /// <summary>A row by its name.</summary>
    /// <param name="id">A name that is in the table.</param>
    /// <returns>The row as measured; <see cref="Net"/> gives what it is charged with.</returns>
    public CostRow Row(string id)
    {
        return _rows[id];
    }

    /// <summary>The row that an opcode is charged by.</summary>
    /// <param name="opcode">Name in IL assembly language.</param>
    /// <param name="kind">What it works on; the opcode's general row is taken where that makes no difference.</param>
    /// <returns>The row, and whether it is only the nearest one.</returns>
    public OpcodeCost Opcode(string opcode, StackKind kind)
    {
        return _opcodes.TryGetValue((opcode, kind), out OpcodeCost? cost) ? cost : _opcodes[(opcode, StackKind.Any)];
    }

    /// <summary>The row of a method of a library.</summary>
    /// <param name="method">As <c>Namespace.Type::Method</c>.</param>
    /// <returns>Its own row, or that of the nearest native call.</returns>
    public CostRow Native(string method)
    {
        return _natives.TryGetValue(method, out CostRow? row) ? row : _rows["call.native"];
    }

    /// <summary>What a row is charged with at size 0: its figure less what it includes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Build of the interpreter.</param>
    /// <returns>Host instructions.</returns>
    public double Net(CostRow row, CostColumn column)
    {
        double net = row.Cost[(int)column] - (row.At * row.PerByte[(int)column]);
        foreach (string included in row.Includes)
        {
            CostRow other = _rows[included];
            net -= Net(other, column) + (other.At * other.PerByte[(int)column]);
        }

        return net;
    }

    private static CostTable ReadEmbedded()
    {
        using Stream stream = typeof(CostTable).Assembly.GetManifestResourceStream(ResourceName)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return new CostTable(document.RootElement);
    }

    private static string[] Words(JsonElement entry, string name)
    {
        return entry.TryGetProperty(name, out JsonElement words) ? words.GetString()!.Split(' ') : [];
    }

    private static StackKind ParseKind(string name)
    {
        return name switch
        {
            "any" => StackKind.Any,
            "i4" => StackKind.Int32,
            "i8" => StackKind.Int64,
            "r4" => StackKind.Float32,
            "r8" => StackKind.Float64,
            "reference" => StackKind.Reference,
            "address" => StackKind.Address,
            "struct" => StackKind.Struct,
            "small" => StackKind.Small,
            _ => throw new InvalidDataException("cost table: unknown kind " + name),
        };
    }

    private void Add(JsonElement row)
    {
        string id = row.GetProperty("id").GetString()!;
        double at = row.TryGetProperty("at", out JsonElement atElement) ? atElement.GetDouble() : 0;
        double[] perByte = row.TryGetProperty("perByte", out _) ? Columns(row, "perByte") : new double[ColumnCount];
        _rows.Add(id, new CostRow(id, row.GetProperty("text").GetString()!, Columns(row, "cost"), Words(row, "includes"), at, perByte));
    }

    private static double[] Columns(JsonElement row, string name)
    {
        double[] figures = [.. row.GetProperty(name).EnumerateArray().Select(figure => figure.GetDouble())];
        return figures.Length == ColumnCount ? figures : throw new InvalidDataException("cost table: a row has not three columns");
    }
}
