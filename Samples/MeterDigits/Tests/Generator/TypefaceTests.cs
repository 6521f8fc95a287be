using System;
using System.Collections.Generic;
using System.Linq;
using Edge.MeterDigits.Generator;
using Edge.MeterDigits.Generator.Typefaces;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using SkiaSharp;

namespace Edge.MeterDigits.Tests.Generator;

[TestClass]
public sealed class TypefaceTests
{
    private const int Size = 40;

    [TestMethod]
    [DataRow("drum")]
    [DataRow("segments")]
    [DataRow("dots")]
    public void Digits_stay_in_their_box_and_differ_from_each_other(string family)
    {
        for (ulong stream = 0; stream < 40; stream++)
        {
            var random = new SampleRandom(5, stream);
            DigitTypeface typeface = family switch
            {
                "drum" => TypefaceCatalog.Drum(random),
                "segments" => TypefaceCatalog.Segments(random),
                _ => TypefaceCatalog.DotMatrix(random),
            };
            var pictures = new List<byte[]>();
            for (int digit = 0; digit < 10; digit++)
            {
                SKRect bounds = typeface.Outline(digit).TightBounds;
                string what = $"{family} {stream}, digit {digit}: {bounds}, width {typeface.Width}";
                Assert.IsTrue(bounds.Left > -0.12f && bounds.Right < typeface.Width + 0.12f, what);
                Assert.IsTrue(bounds.Top > -0.08f && bounds.Bottom < 1.08f, what);
                Assert.IsTrue(bounds.Height > 0.8f, what);
                pictures.Add(Fill(typeface, digit));
            }
            for (int a = 0; a < 10; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    int apart = pictures[a].Zip(pictures[b], (x, y) => Math.Abs(x - y) > 100 ? 1 : 0).Sum();
                    Assert.IsTrue(apart > 10, $"{family} {stream}: {b} and {a} differ in {apart} of {Size * Size} pixels only");
                }
            }
        }
    }

    private static byte[] Fill(DigitTypeface typeface, int digit)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Size, Size, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.White };
        canvas.Scale(Size / typeface.Width, Size);
        canvas.DrawPath(typeface.Outline(digit), paint);
        canvas.Flush();
        return bitmap.Bytes;
    }
}
