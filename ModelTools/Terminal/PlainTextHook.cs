using System.Collections.Generic;
using System.Linq;
using Spectre.Console.Rendering;

namespace Edge.ModelTools.Terminal;

/// <summary>Keeps control characters of names out of tables; the console's own sequences pass.</summary>
internal sealed class PlainTextHook : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables)
    {
        return renderables.Select(inner => new PlainRenderable(inner));
    }

    private sealed class PlainRenderable(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            return inner.Render(options, maxWidth).Select(segment =>
                segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(PlainTextWriter.Clean(segment.Text), segment.Style));
        }
    }
}
