namespace Edge.ModelTools.Graph;

/// <summary>Part of an operator in an MBConv block (expand 1x1, depthwise, squeeze-excite, project 1x1, residual).</summary>
internal enum BlockRole
{
    None,
    Expand,
    Depthwise,
    SqueezePool,
    SqueezeReduce,
    SqueezeExpand,
    SqueezeScale,
    Project,
    Residual,
}
