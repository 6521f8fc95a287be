namespace Edge.ModelTools.Inspection;

/// <summary>A rectangle or a line of text of a picture, in pixels from the upper left corner.</summary>
/// <param name="X">Left edge; of a text its beginning.</param>
/// <param name="Y">Upper edge; of a text its base line.</param>
/// <param name="Width">Width of a rectangle.</param>
/// <param name="Height">Height of a rectangle; 0 for a text.</param>
/// <param name="Color">#rrggbb.</param>
/// <param name="Text">The text, or what is shown when the mouse rests on a rectangle.</param>
internal sealed record MapShape(double X, double Y, double Width, double Height, string Color, string Text);
