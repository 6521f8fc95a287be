using System;
using System.IO;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Formats.Onnx.Proto;
using Google.Protobuf;

namespace Edge.ModelTools.Formats.Onnx.Wire;

/// <summary>Loads an ONNX file into its protobuf messages and checks what holds for the file as a whole.</summary>
internal static class OnnxFile
{
    /// <summary>Oldest operator set that Edge imports.</summary>
    public const int OldestOpset = 7; // the oldest that onnxruntime runs

    private const int MaxNodes = 20_000; // a thousand times the networks that fit a microcontroller; passes stay quick

    /// <summary>Reads and parses the file.</summary>
    /// <exception cref="EdgeException">The file is missing, unreadable, not ONNX, or has no graph.</exception>
    public static ModelProto Load(string path)
    {
        string file = Path.GetFileName(path);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        }
        catch (InvalidProtocolBufferException cause) // an IOException too
        {
            throw new EdgeException(DiagnosticId.OnnxMalformed, file, "the file is not ONNX, or truncated", "export or download it again", cause);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeException(DiagnosticId.FileNotFound, file, "the file does not exist", "check the path", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(DiagnosticId.FileNotReadable, file, "the file cannot be read", "check its permissions", cause);
        }

        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw new EdgeException(DiagnosticId.OnnxMalformed, file, "the file holds no ONNX graph", "check that it is an ONNX model");
        }

        if (model.Graph.Node.Count > MaxNodes)
        {
            throw new EdgeException(DiagnosticId.OnnxTooLarge, file, $"the graph has {model.Graph.Node.Count} nodes, more than {MaxNodes}", "export a smaller network");
        }

        OnnxFunctions.Inline(model, file, MaxNodes);
        return model;
    }

    /// <summary>Version of the standard operator set that the model uses.</summary>
    /// <exception cref="EdgeException"><see cref="DiagnosticId.OnnxOpsetUnsupported"/>: none, or older than <see cref="OldestOpset"/>.</exception>
    public static int StandardOpset(ModelProto model, string file)
    {
        foreach (OperatorSetIdProto import in model.OpsetImport)
        {
            if (import.Domain is "" or "ai.onnx")
            {
                return import.Version is >= OldestOpset and <= int.MaxValue
                    ? (int)import.Version
                    : throw new EdgeException(
                        DiagnosticId.OnnxOpsetUnsupported, file, $"the operator set is {import.Version}", $"export with opset {OldestOpset} or newer");
            }
        }

        throw new EdgeException(
            DiagnosticId.OnnxOpsetUnsupported, file, "the file names no version of the ONNX operator set", $"export with opset {OldestOpset} or newer");
    }
}
