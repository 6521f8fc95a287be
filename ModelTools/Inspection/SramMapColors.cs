using SkiaSharp;

namespace Edge.ModelTools.Inspection;

/// <summary>What <see cref="SramMapPicture"/> draws with, besides the colours of the kinds.</summary>
/// <param name="Paper">Behind everything.</param>
/// <param name="Ink">Text and axes.</param>
/// <param name="Limit">The line at the peak.</param>
internal sealed record SramMapColors(SKColor Paper, SKColor Ink, SKColor Limit);
