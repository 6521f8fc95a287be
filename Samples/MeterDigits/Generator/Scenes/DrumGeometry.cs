using System;

namespace Edge.MeterDigits.Generator.Scenes;

/// <summary>
/// Where the digits of a counter wheel stand. The wheel is a cylinder with ten digits, seen from the front: the digit at
/// angle a stands at radius * sin(a) and is shortened by cos(a).
/// </summary>
internal sealed class DrumGeometry
{
    private const float DigitAngle = MathF.PI / 5;

    /// <summary>Height of a digit that faces the camera, scene units.</summary>
    public required float DigitHeight { get; init; }

    /// <summary>Centre of the window's rest position.</summary>
    public required float CentreX { get; init; }

    /// <inheritdoc cref="CentreX"/>
    public required float CentreY { get; init; }

    /// <summary>Arc from one digit to the next, scene units.</summary>
    public required float Pitch { get; init; }

    /// <summary>Window's upper and lower edge.</summary>
    public required float WindowTop { get; init; }

    /// <inheritdoc cref="WindowTop"/>
    public required float WindowBottom { get; init; }

    /// <summary>1 when larger digits come from below, -1 when from above.</summary>
    public required int Direction { get; init; }

    /// <summary>Angle of the digit <paramref name="steps"/> after the one at the window, turned on by <paramref name="phase"/> digits.</summary>
    public static float Angle(float steps, float phase) => (steps - phase) * DigitAngle;

    /// <summary>Vertical centre of a digit at this angle.</summary>
    public float Y(float angle) => CentreY + Direction * (Pitch / DigitAngle) * MathF.Sin(angle);

    /// <summary>Part of the digit at this angle that the window and the crop leave visible, 0 to 1.</summary>
    public float Visible(float angle)
    {
        float half = DigitHeight / 2 * MathF.Cos(angle);
        float y = Y(angle);
        float top = MathF.Max(y - half, MathF.Max(WindowTop, 0));
        float bottom = MathF.Min(y + half, MathF.Min(WindowBottom, Scene.CropHeight));
        return bottom <= top ? 0 : (bottom - top) / (2 * half);
    }

    /// <summary>
    /// What a person would say of the wheel turned on by <paramref name="phase"/>: 0 readable, 1 not readable, -1 open to argument.
    /// Readable: the wheel is nearly at rest, the digit whole, and little of the next one shows. Not readable: the wheel is a
    /// quarter of a digit or more from rest, or the nearest digit is cut, or a good part of the next one shows. In between people
    /// go by the next digit, not by the place of this one: a whole digit is not readable once the edge of the next has come in.
    /// </summary>
    public int Judge(float phase)
    {
        float turned = MathF.Abs(phase);
        float nearest = Visible(Angle(0, phase));
        float other = Neighbour(phase);
        float comeIn = other - Neighbour(0); // large windows show both neighbours at rest, which says nothing
        if (turned <= 0.16f && nearest >= 0.94f && other <= 0.2f && (comeIn <= 0.04f || turned <= 0.06f))
        {
            return 0;
        }
        return turned > 0.26f || nearest < 0.84f || other > 0.3f || (turned > 0.12f && comeIn > 0.1f) ? 1 : -1;
    }

    private float Neighbour(float phase) => MathF.Max(Visible(Angle(1, phase)), Visible(Angle(-1, phase)));
}
