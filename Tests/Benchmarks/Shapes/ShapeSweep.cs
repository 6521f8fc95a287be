using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Edge.ModelTools.Execution;
using Edge.ModelTools.Profiling;

namespace Edge.Benchmarks.Shapes;

/// <summary>Weighted instructions of single convolutions over a grid of shapes, packed beside reference kernels.</summary>
internal sealed class ShapeSweep
{
    // So much of a convolution tells what all of it costs.
    private const long MostMacs = 150_000;

    private static readonly (int Height, int Width)[] s_images = [(1, 1), (3, 3), (7, 5), (16, 16), (40, 1), (1, 40), (96, 96)];
    private static readonly int[] s_channels = [1, 2, 4, 8, 16, 24, 64];
    private static readonly int[] s_sizes = [1, 2, 3, 5, 7, 9, 15];

    private readonly CountedAssemblies _assemblies = CountedAssemblies.Load(
        RuntimeAssemblies.Paths, typeof(KernelSets).Assembly.Location, typeof(ShapeSweep).Assembly.Location);

    private readonly CostCounter _counter;

    /// <summary>Weaves the runtime.</summary>
    public ShapeSweep()
    {
        _counter = new CostCounter(_assemblies);
    }

    /// <summary>The grid: 1 to 64 channels, windows of 1 to 15 in one and two dimensions, strides 1 to 4, images of 1x1 to 96x96.</summary>
    public static IEnumerable<SweptShape> Grid()
    {
        foreach ((int height, int width) in s_images)
        {
            foreach (int size in s_sizes)
            {
                int kernelH = height == 1 ? 1 : size;
                int kernelW = width == 1 ? 1 : size;
                if (size > 1 && kernelH * kernelW == 1)
                {
                    continue;
                }

                for (int stride = 1; stride <= 4; stride++)
                {
                    if (stride > 1 && height * width == 1)
                    {
                        continue;
                    }

                    foreach (int channels in s_channels)
                    {
                        yield return new SweptShape(true, height, width, channels, channels, kernelH, kernelW, stride, 1 + ((channels + size) % 4));

                        // Sums of too many taps have no lanes; such layers are too large for a device, too.
                        foreach (int outputs in s_channels.Where(each => kernelH * kernelW * channels <= 1600 && (each + channels + size + stride) % 3 == 0))
                        {
                            yield return new SweptShape(false, height, width, channels, outputs, kernelH, kernelW, stride, 1 + ((outputs + size) % 4));
                        }
                    }
                }
            }
        }
    }

    /// <summary>Counts a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="bandRows">Rows that lie one behind the other; 0 for all.</param>
    public ShapeCost Measure(SweptShape shape, int bandRows = 0)
    {
        int rows = RowsOf(shape);
        return new ShapeCost(shape, rows * (shape.Macs / shape.OutputHeight), Run(shape, "reference", rows, bandRows), Run(shape, KernelSets.DeviceDefault, rows, bandRows));
    }

    /// <summary>Prints the shapes that packed kernels serve worst, and what they cost by kind; or one shape.</summary>
    public static void Print(string[] numbers, TextWriter writer)
    {
        var sweep = new ShapeSweep();
        if (numbers.Length > 0)
        {
            int[] shape = [numbers[0] == "d" ? 1 : 0, .. numbers.Skip(1).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            SweptShape swept = SweptShape.FromNumbers(shape);
            ShapeCost cost = sweep.Measure(swept);
            writer.WriteLine(cost);

            // What comes before the first counted row is taken off.
            CountSnapshot start = sweep._assemblies.TakeSnapshot();
            sweep.Run(swept, KernelSets.DeviceDefault, 0, 0);
            CountSnapshot middle = sweep._assemblies.TakeSnapshot();
            sweep.Run(swept, KernelSets.DeviceDefault, sweep.RowsOf(swept), 0);
            CountSnapshot end = sweep._assemblies.TakeSnapshot();
            MethodCosts.Print(sweep._assemblies, end.Since(middle).Since(middle.Since(start)), cost.Macs, writer);
            return;
        }

        List<ShapeCost> costs = [.. Grid().Select(shape => sweep.Measure(shape)).OrderByDescending(cost => cost.Share)];
        writer.WriteLine(FormattableString.Invariant($"{costs.Count} shapes; packed costs more than a quarter of the reference for {costs.Count(cost => cost.Share > 0.25)}"));
        ShapeCost[] full = [.. costs.Where(cost => cost.FillsLanes)];
        writer.WriteLine(FormattableString.Invariant($"of {full.Length} that fill lanes {full.Count(cost => cost.Share > 0.25)}, {full.Count(cost => cost.Share > 0.3)} more than three tenths; worst:"));
        foreach (ShapeCost cost in full.Take(12))
        {
            writer.WriteLine("  " + cost);
        }

        writer.WriteLine(FormattableString.Invariant($"more than the reference: {costs.Count(cost => cost.Share > 1)}, at most {costs.Max(cost => cost.Packed - cost.Reference):F0} instructions more in the rows counted"));
        foreach (IGrouping<string, ShapeCost> kind in costs.GroupBy(cost => cost.Shape.Kind))
        {
            writer.WriteLine(FormattableString.Invariant($"{kind.Key}: {kind.Count()} shapes, share of the reference at most {kind.Max(cost => cost.Share):P0}, mean {kind.Average(cost => cost.Share):P0}"));
            foreach (ShapeCost cost in kind.Take(8))
            {
                writer.WriteLine("  " + cost);
            }
        }
    }

    private int RowsOf(SweptShape shape)
    {
        int calls = (int)Math.Max(1, MostMacs / (shape.Macs / shape.OutputHeight) / shape.Rows);
        return Math.Min(shape.OutputHeight, calls * shape.Rows);
    }

    private double Run(SweptShape shape, string kernels, int rows, int bandRows)
    {
        Func<double> weighNow = _counter.WeighNow;
        return (double)_assemblies.Invoke(typeof(CountedShape).FullName!, nameof(CountedShape.Run), shape.ToNumbers(), kernels, rows, bandRows, weighNow)!;
    }
}
