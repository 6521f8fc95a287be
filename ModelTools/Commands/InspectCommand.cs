using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using Edge.ModelTools.Conversion;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Terminal;
using Edge.Runtime.Int8.Kernels;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge inspect</c>: a blob or a source model in full.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "An .edge8 blob, or a source model (.onnx, .tflite, or weights with their architecture)." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var inputShape = new Option<string?>("--input-shape") { Description = "Settles symbolic dimensions of an ONNX model.", HelpName = "SHAPE" };
        Option<string?> architecture = ArchitectureOption.Create();
        Option<string?> stateDict = StateDictOption.Create();
        var sramMap = new Option<bool>("--sram-map") { Description = "Print what lies in SRAM during each group of a blob." };
        var picture = new Option<string?>("--output", "-o") { Description = "With --sram-map: draw the map, too.", HelpName = "FILE.svg|.png" };
        var command = new Command("inspect", "Print operators, shapes, scales, groups and memory of a blob or a source model.")
        {
            file, json, inputShape, architecture, stateDict, sramMap, picture,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            bool isJson = parsed.GetValue(json);
            bool isMap = parsed.GetValue(sramMap);
            bool isBlob = path.EndsWith(".edge8", StringComparison.OrdinalIgnoreCase);
            if (isMap && !isBlob)
            {
                throw new EdgeException(DiagnosticId.BadOption, "--sram-map", $"{path} is not a blob", "convert it first: only a schedule has a memory map");
            }

            if (parsed.GetValue(picture) is not null && !isMap)
            {
                throw new EdgeException(DiagnosticId.BadOption, "-o", "there is nothing to draw", "add --sram-map");
            }

            OutputFile.Require([parsed.GetValue(picture)], path);
            if (isBlob)
            {
                byte[] blob = BlobFile.Read(path);
                BlobDescription description = BlobInspector.Describe(BlobFile.Load(path, blob, new ReferenceKernels()), blob, path);
                if (isMap)
                {
                    PrintMap(SramMap.Of(description), isJson, parsed.GetValue(picture));
                }
                else
                {
                    Print(isJson, () => BlobPrinter.ToJson(description), writer => BlobPrinter.Print(description, writer));
                }
            }
            else
            {
                ModelGraph graph = SourceModel.Read(path, parsed.GetValue(inputShape), parsed.GetValue(architecture), stateDictKey: parsed.GetValue(stateDict));
                if (isJson)
                {
                    Console.WriteLine(GraphPrinter.ToJson(graph));
                }
                else
                {
                    GraphPrinter.Print(graph, CommandConsole.Create());
                }
            }

            return 0;
        });
        return command;
    }

    private static void PrintMap(SramMap map, bool isJson, string? picture)
    {
        if (picture is not null)
        {
            OutputFile.Write(picture, SramMapPicture.Draw(map, picture));
        }

        Print(isJson, () => JsonSerializer.Serialize(map, JsonOutput.Options), writer => SramMapPrinter.Print(map, writer));
    }

    private static void Print(bool isJson, Func<string> json, Action<TextWriter> text)
    {
        if (isJson)
        {
            Console.WriteLine(json());
        }
        else
        {
            text(FittedLines.OnOutput());
        }
    }
}
