namespace Edge.MeterDigits.Generator.Meters;

/// <summary>How a counter shows its digits.</summary>
internal enum MeterKind
{
    /// <summary>Light digits on black wheels; the decimals on red ones.</summary>
    BlackWheels,

    /// <summary>Dark digits on white wheels; the decimals are printed in red.</summary>
    WhiteWheels,

    /// <summary>Seven segments, dark on glass.</summary>
    Display,

    /// <summary>Seven segments that glow.</summary>
    LitDisplay,
}
