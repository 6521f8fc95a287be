using System.Collections.Generic;
using Edge.ModelTools.Formats.Onnx.Import;

namespace Edge.ModelTools.Formats.Onnx.Converters;

/// <summary>Imports the nodes of one family of ONNX operators.</summary>
internal interface IOnnxConverter
{
    /// <summary>The ONNX operators it takes.</summary>
    IReadOnlyList<string> Operators { get; }

    /// <summary>Adds what the node computes to the import's graph and defines the node's first output.</summary>
    /// <exception cref="Diagnostics.EdgeException">The node is malformed, or a variant that Edge does not import.</exception>
    void Convert(OnnxNode node, OnnxImporter import);
}
