using Edge.Runtime.Int8;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Geometry of a convolution.</summary>
internal sealed record ConstantShape
{
    /// <summary>Makes an empty one.</summary>
    public ConstantShape()
    {
    }

    /// <summary>Copies that of a stage.</summary>
    public ConstantShape(Stage stage)
    {
        KernelH = stage.KernelH;
        KernelW = stage.KernelW;
        StrideH = stage.StrideH;
        StrideW = stage.StrideW;
        PadTop = stage.PadTop;
        PadLeft = stage.PadLeft;
        InputHeight = stage.Input.Height;
        InputWidth = stage.Input.Width;
        OutputHeight = stage.Output.Height;
        OutputWidth = stage.Output.Width;
        ZeroPoint = stage.Input.ZeroPoint;
    }

    /// <summary>Kernel height.</summary>
    public int KernelH { get; }

    /// <summary>Kernel width.</summary>
    public int KernelW { get; }

    /// <summary>Vertical stride.</summary>
    public int StrideH { get; }

    /// <summary>Horizontal stride.</summary>
    public int StrideW { get; }

    /// <summary>Rows of padding above.</summary>
    public int PadTop { get; }

    /// <summary>Pixels of padding on the left.</summary>
    public int PadLeft { get; }

    /// <summary>Input rows.</summary>
    public int InputHeight { get; }

    /// <summary>Pixels of an input row.</summary>
    public int InputWidth { get; }

    /// <summary>Output rows.</summary>
    public int OutputHeight { get; }

    /// <summary>Pixels of an output row.</summary>
    public int OutputWidth { get; }

    /// <summary>The input's zero point, offset binary.</summary>
    public int ZeroPoint { get; }
}
