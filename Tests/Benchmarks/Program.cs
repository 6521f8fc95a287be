using System;
using Edge.Benchmarks.Shapes;
using Edge.ModelTools.Diagnostics;
using Spectre.Console;

namespace Edge.Benchmarks;

/// <summary>
/// Counts weighted instructions on the desktop; the numbers are the same on every machine.
/// <c>cost [NETWORK|MODEL...]</c>: networks by kernel set, generated kernels among them, and operator kind. <c>shapes</c>:
/// single convolutions over a grid of shapes. <c>methods NETWORK|MODEL...</c>: an inference by method. <c>micro</c>: the five microbenchmarks.
/// <c>signing</c>: what it takes a board to verify a model.
/// <c>sram [NETWORK|MODEL...] [--count]</c>: peak memory by schedule and what it costs, modelled or counted.
/// <c>costmodel [--fit FILE] [NETWORK|MODEL...]</c>: the scheduler's predictions beside what is counted, by budget; and its figures fitted to that.
/// Measures accuracy: <c>quantizer [NETWORK...]</c>, in float, quantized naively and automatically.
/// Measures time on this machine: <c>throughput [NETWORK...]</c>, int8 on the desktop beside ONNX Runtime in float.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["cost", .. string[] selection]:
                    CostBenchmark.Print(selection, AnsiConsole.Console);
                    return 0;
                case ["sram", .. string[] selection]:
                    SramBenchmark.Print(selection, AnsiConsole.Console);
                    return 0;
                case ["costmodel", .. string[] selection]:
                    CostModelBenchmark.Print(selection, AnsiConsole.Console);
                    return 0;
                case ["throughput", .. string[] selection]:
                    ThroughputBenchmark.Print(selection, AnsiConsole.Console);
                    return 0;
                case ["quantizer", .. string[] arguments]:
                    QuantizerBenchmark.Print(arguments, AnsiConsole.Console);
                    return 0;
                case ["shapes", .. string[] numbers]:
                    ShapeSweep.Print(numbers, Console.Out);
                    return 0;
                case ["methods", string first, .. string[] others]:
                    MethodBenchmark.Print([first, .. others], Console.Out);
                    return 0;
                case ["micro"]:
                    MicroBenchmarks.Print(Console.Out);
                    return 0;
                case ["signing"]:
                    SigningBenchmark.Print(Console.Out);
                    return 0;
                default:
                    Console.Error.WriteLine("usage: cost [NETWORK|MODEL...] | methods NETWORK|MODEL... | shapes [d|c HEIGHT WIDTH CHANNELS OUTPUTS KERNEL-H KERNEL-W STRIDE ROWS] | micro | signing | sram [NETWORK|MODEL...] [--count] | costmodel [--fit FILE] [NETWORK|MODEL...] | throughput [NETWORK...]"
                        + " | quantizer [NETWORK...] [--samples N] [--simulated] [--trials] [--specialized] [--kernels SET]");
                    return 2;
            }
        }
        catch (EdgeException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
