using System;
using System.CommandLine;
using System.IO;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Inspection;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge inspect</c>: a blob or a source model in full.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "An .edge8 blob, or a source model (.onnx, .tflite)." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var inputShape = new Option<string?>("--input-shape") { Description = "Settles symbolic dimensions of an ONNX model.", HelpName = "SHAPE" };
        var command = new Command("inspect", "Print operators, shapes, scales, groups and memory of a blob or a source model.") { file, json, inputShape };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            bool isJson = parsed.GetValue(json);
            if (path.EndsWith(".edge8", StringComparison.OrdinalIgnoreCase))
            {
                byte[] blob = BlobFile.Read(path);
                BlobDescription description = BlobInspector.Describe(BlobFile.Load(path, blob, new ReferenceKernels()), blob);
                Print(isJson, () => BlobPrinter.ToJson(description), writer => BlobPrinter.Print(description, writer));
            }
            else
            {
                ModelGraph graph = SourceModel.Read(path, parsed.GetValue(inputShape));
                Print(isJson, () => GraphPrinter.ToJson(graph), writer => GraphPrinter.Print(graph, writer));
            }

            return 0;
        });
        return command;
    }

    private static void Print(bool isJson, Func<string> json, Action<TextWriter> text)
    {
        if (isJson)
        {
            Console.WriteLine(json());
        }
        else
        {
            text(Console.Out);
        }
    }
}
