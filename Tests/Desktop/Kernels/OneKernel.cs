using System.Collections.Generic;
using Edge.Runtime.Int8;
using Edge.Runtime.Int8.Blob;
using Edge.Runtime.Int8.Kernels;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.Tests.Desktop.Kernels;

/// <summary>
/// Convolutions by one packed kernel wherever it can run them, also where <see cref="PackedCosts"/> would choose another one; by the reference
/// elsewhere.
/// </summary>
internal sealed class OneKernel : KernelSet
{
    private readonly string _kernel;
    private readonly PackedKernels _packed = new();
    private readonly LaneConvolution _lanes = new();
    private readonly LaneWindows _windows = new();
    private readonly LaneTriples _triples = new();
    private readonly LaneDepthwiseLine _line = new();
    private readonly DepthwiseBlocks _blocks = new();
    private readonly OctetDepthwise _octets = new();

    /// <summary>Takes a name of <see cref="Names"/>.</summary>
    public OneKernel(string kernel)
    {
        _kernel = kernel;
    }

    /// <summary>Names of all.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["single", "pixels", "dot", "lanes", "pointwise", "windows", "triples", "own depthwise", "octets", "line"];

    /// <summary>Calls that <see cref="OctetDepthwise"/> ran.</summary>
    public int Octets { get; private set; }

    /// <inheritdoc/>
    public override string Name => _kernel;

    /// <inheritdoc/>
    internal override void Conv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        bool hasLanes = PackedShapes.HasLaneSums(stage);
        bool isTogether = stage.Groups == 1 && LaneRows.Together(stage.Output, stage.Output, first, count) == count;
        int pixels = count * stage.Output.Width;
        if (_kernel is "pointwise" && ShiftTable.IsFor(stage))
        {
            ShiftTable.Build(stage);
        }
        else
        {
            ResultTable.Build(stage);
        }

        switch (_kernel)
        {
            case "single":
                SingleResults.Run(stage, first, count, firstChannel, channelCount);
                break;
            case "pixels":
                PixelSums.Run(stage, first, count, firstChannel, channelCount);
                break;
            case "dot" when PackedShapes.HasDotProduct(stage, channelCount):
                DotProduct.Run(stage, first, count, firstChannel, channelCount);
                break;
            case "lanes" when hasLanes:
                _lanes.Run(stage, PackedShapes.IsPointwise(stage), first, count, firstChannel, channelCount);
                break;
            case "pointwise" when hasLanes && isTogether && PackedShapes.IsPointwise(stage) && PackedShapes.HasLanesForChannels(stage, channelCount, pixels, stage.Input.RowOffset(first))
                && LaneRows.Together(stage.Input, stage.Output, first, count) == count:
                LanePointwise.Run(stage, first, count, firstChannel, channelCount);
                break;
            case "windows" when hasLanes && isTogether && LaneWindows.HasRoom(stage, channelCount, pixels):
                _windows.Run(stage, first, count, firstChannel, channelCount);
                break;
            case "triples" when hasLanes && isTogether && LaneTriples.Fits(stage) && _triples.Measure(stage, channelCount, count) > 0:
                _triples.Run(first, count, firstChannel, channelCount);
                break;
            default:
                base.Conv2D(stage, first, count, firstChannel, channelCount);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void DepthwiseConv2D(Stage stage, int first, int count, int firstChannel, int channelCount)
    {
        bool hasLanes = PackedShapes.HasLaneSums(stage) && stage.TapsPerChannel <= stage.LaneTaps;
        ResultTable.Build(stage);
        switch (_kernel)
        {
            case "single":
                SingleResults.Run(stage, first, count, firstChannel, channelCount);
                break;
            case "pixels":
                PixelSums.Run(stage, first, count, firstChannel, channelCount);
                break;
            case "own depthwise" when hasLanes && PackedShapes.HasDepthwiseKernel(stage):
                _packed.Blocks(stage, first, count, firstChannel, channelCount);
                break;
            case "octets" when hasLanes && PackedShapes.HasDepthwiseKernel(stage) && OctetDepthwise.HasKernel(stage, count, channelCount):
                int zero = ResultTable.Base;
                if (ShiftTable.IsFor(stage))
                {
                    ShiftTable.Build(stage);
                    zero = PowersOfTwo.Below;
                }

                _octets.Run(stage, _blocks.ClearRows(stage, first, count, channelCount, zero), first, count, firstChannel, channelCount);
                Octets++;
                break;
            case "line" when hasLanes:
                _line.Run(stage, first, count, firstChannel, channelCount);
                break;
            default:
                base.DepthwiseConv2D(stage, first, count, firstChannel, channelCount);
                break;
        }
    }
}
