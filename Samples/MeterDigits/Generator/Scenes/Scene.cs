using SkiaSharp;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>
/// Draws what the camera sees. The crop handed to the network is the rectangle [0, 20] x [0, 32]; scenes draw beyond it,
/// because the camera may be turned or shifted.
/// </summary>
internal abstract class Scene
{
    /// <summary>Width of the crop in scene units, which are pixels of the network's input.</summary>
    public const float CropWidth = 20;

    /// <summary>Height of the crop in scene units.</summary>
    public const float CropHeight = 32;

    /// <summary>How far scenes draw beyond the crop on each side.</summary>
    public const float Margin = 24;

    /// <summary>Class of crops in which no single digit can be read.</summary>
    public const int NotReadable = 10;

    /// <summary>Everything that is drawn.</summary>
    protected static SKRect Everything => new(-Margin, -Margin, CropWidth + Margin, CropHeight + Margin);

    /// <summary>Draws one scene.</summary>
    /// <param name="canvas">Scene units, crop's top left corner at the origin.</param>
    /// <param name="random">Numbers of this sample.</param>
    /// <param name="label">0-9, or <see cref="NotReadable"/>.</param>
    /// <returns>Where a wheel that is not readable stands, 3.4 between 3 and 4; NaN when no wheel turns.</returns>
    public abstract float Draw(SKCanvas canvas, SampleRandom random, int label);
}
