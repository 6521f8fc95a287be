using System.Linq;
using Edge.Runtime.Int8.Kernels.Packed;

namespace Edge.ModelTools.Packing.Specialization;

// Three results in a small array have constant indexes, 67 less for each; a copy takes about 800, and to clear them 762. Pixels that lie one behind
// the other are copied together where a method makes all channels.

/// <summary>Where a method stores the results of three pixels: in the output, or in a small array that is copied to it.</summary>
internal sealed class ResultPlaces
{
    private const double SavedByPlace = 60;
    private const double CopyCost = 800;
    private static readonly string[] s_pixels = ["index", "o1", "o2"];
    private readonly ConstantChannel[] _channels;
    private readonly int _outputs;
    private readonly bool _clears;

    /// <summary>Chooses.</summary>
    /// <param name="source">The operator.</param>
    /// <param name="channels">The method's channels, side by side.</param>
    public ResultPlaces(ConstantOperator source, ConstantChannel[] channels)
    {
        _channels = channels;
        _outputs = source.Channels;
        _clears = channels.Any(channel => channel.Skip is not null);
        double made = channels.Sum(channel => 1 - (channel.Skip is null ? 0 : source.ZeroShares[channel.Number]));
        AreCopied = source.IsPointwise && 3 * channels.Length <= ConstantRows.MostBytes
            && 3 * made * SavedByPlace > (CopyCost * (IsWhole ? 1 : 3)) + (_clears ? CopyCost : 0);
    }

    /// <summary>The method makes all channels.</summary>
    public bool IsWhole => _channels.Length == _outputs;

    /// <summary>They are stored in the array "results".</summary>
    public bool AreCopied { get; }

    /// <summary>Writes what comes before the results of three pixels.</summary>
    public void WriteBefore(MethodText text, int depth)
    {
        if (!AreCopied)
        {
            text.Line(depth, $"o1 = x + 1 < width ? index + {_outputs} : index;");
            text.Line(depth, $"o2 = x + 2 < width ? o1 + {_outputs} : o1;");
        }
        else if (_clears)
        {
            text.Line(depth, $"System.Array.Clear(results, 0, {3 * _channels.Length});");
            text.IlBytes += 20;
        }
    }

    /// <summary>Where each lane's result of a channel is stored.</summary>
    public string[] Of(MethodText text, ConstantChannel channel)
    {
        if (!AreCopied)
        {
            return [.. s_pixels.Select(pixel => $"output[{text.Index(pixel, channel.Number)}]")];
        }

        text.IlBytes += 3 * 5;
        return [.. Enumerable.Range(0, 3).Select(lane => $"results[{(lane * _channels.Length) + channel.Number - _channels[0].Number}]")];
    }

    /// <summary>Writes what comes behind them: the index of the next pixel, and copies of the pixels that there are.</summary>
    public void WriteAfter(MethodText text, int depth)
    {
        int count = _channels.Length;
        if (!AreCopied)
        {
            text.Line(depth, $"index = o2 + {_outputs};");
        }
        else if (IsWhole)
        {
            text.Line(depth, $"int n = width - x < 3 ? (width - x) * {_outputs} : {3 * _outputs};");
            text.Line(depth, "System.Array.Copy(results, 0, output, index, n);");
            text.Line(depth, "index += n;");
            text.IlBytes += 50;
        }
        else
        {
            for (int lane = 0; lane < 3; lane++)
            {
                text.Line(depth, $"if (x + {lane} < width)");
                text.Line(depth, "{");
                text.Line(depth + 1, $"System.Array.Copy(results, {lane * count}, output, index + {_channels[0].Number}, {count});");
                text.Line(depth + 1, $"index += {_outputs};");
                text.Line(depth, "}");
                text.Line(0, string.Empty);
                text.IlBytes += 50;
            }
        }
    }
}
