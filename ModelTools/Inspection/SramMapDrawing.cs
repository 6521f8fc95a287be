using System;
using System.Collections.Generic;
using System.Linq;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Inspection;

/// <summary>
/// Lays out a picture of a <see cref="SramMap"/> for a width: groups run downwards, addresses to the right, banks first and then what is
/// allocated for all groups, up to the peak. What has room carries its name, the rest its number; the key below has all names.
/// </summary>
internal sealed class SramMapDrawing
{
    /// <summary>Height of a letter, pixels: the same in every width.</summary>
    public const int FontSize = 11;

    private const double LetterWidth = 6.9;
    private const int RowHeight = 17;
    private const int Left = 40;
    private const int Top = 46;
    private const int LineHeight = 15;
    private const int LeastLetters = 4;
    private const int KeyLetters = 44;

    private static readonly string[] s_light = ["#c4c4c4", "#8fbce6", "#cfe2f5", "#f0b878", "#9ccc9c", "#d0b0dc"];
    private static readonly string[] s_dark = ["#4a5058", "#2f5f92", "#24405c", "#8a5a1f", "#3a6b3a", "#65427a"];

    private readonly List<MapShape> _shapes = [];
    private readonly SramMap _map;
    private readonly string[] _fills;

    /// <summary>Lays out a map.</summary>
    /// <param name="map">What lies where.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="isDark">For a dark page.</param>
    public SramMapDrawing(SramMap map, int width, bool isDark)
    {
        _map = map;
        Width = width;
        _fills = isDark ? s_dark : s_light;
        Paper = isDark ? "#14181c" : "#ffffff";
        Ink = isDark ? "#e4e8ec" : "#14181c";
        Limit = isDark ? "#ff8f84" : "#b22222";
        List<SramMapBlock> blocks = SramMapBlocks.Of(map);
        AddHead();
        AddRows();
        blocks.ForEach(AddBlock);
        Height = AddKey(blocks);
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>Colour behind everything.</summary>
    public string Paper { get; }

    /// <summary>Colour of text and edges.</summary>
    public string Ink { get; }

    /// <summary>Colour of the line at the peak.</summary>
    public string Limit { get; }

    /// <summary>Rectangles and texts, those in front last.</summary>
    public IReadOnlyList<MapShape> Shapes => _shapes;

    private double Right => Width - 8;

    private double Bottom => Top + (_map.Groups.Count * RowHeight);

    private double X(int address) => Left + ((Right - Left) * address / _map.PeakSramBytes);

    private void AddHead()
    {
        AddText(4, 14, $"{_map.Name}: peak {_map.PeakSramBytes} bytes", Ink, Width - 8);
        double x = 4;
        foreach (SramKind kind in Enum.GetValues<SramKind>())
        {
            string name = SramMapPrinter.NameOf(kind);
            _shapes.Add(new MapShape(x, 21, 9, 9, _fills[(int)kind], name));
            AddText(x + 12, 30, name, Ink, Width);
            x += 20 + (name.Length * LetterWidth);
        }

        AddText(4, Top - 4, "group", Ink, Width);
    }

    /// <summary>Numbers of groups, a line below each, and the edges of the banks and of the peak.</summary>
    private void AddRows()
    {
        foreach (SramGroup group in _map.Groups)
        {
            double y = Top + (group.Index * RowHeight);
            string tip = $"group {group.Index}: {group.Bytes} bytes in banks, {group.Bytes + _map.FixedBytes} with fixed";
            AddText(4, y + 12, group.Index == _map.PeakGroup ? $"{group.Index}*" : $"{group.Index}", group.Index == _map.PeakGroup ? Limit : Ink, Left);
            _shapes.Add(new MapShape(Left, y + RowHeight - 0.5, Right - Left, 0.5, _fills[0], tip));
        }

        _shapes.Add(new MapShape(X(_map.BankBytes) - 0.5, Top, 1, Bottom - Top, Ink, $"{_map.BankBytes} bytes of banks"));
        _shapes.Add(new MapShape(Right - 1, Top - 6, 2, Bottom - Top + 6, Limit, $"peak {_map.PeakSramBytes} bytes"));
    }

    private void AddBlock(SramMapBlock block)
    {
        double x = X(block.Band.Start);
        double width = Math.Max(X(block.Band.End) - x, 0.75);
        double y = Top + (block.FirstGroup * RowHeight);
        double height = (block.LastGroup - block.FirstGroup + 1) * RowHeight;
        _shapes.Add(new MapShape(x, y + 0.5, width, height - 1, Ink, block.Tip));
        _shapes.Add(new MapShape(x + 0.5, y + 1, Math.Max(width - 1, 0.25), height - 2, _fills[(int)block.Item.Kind], block.Tip));
        int letters = (int)((width - 4) / LetterWidth);
        string number = $"{block.Number}";
        string label = letters >= number.Length + 1 + LeastLetters ? $"{number} {ShortName.Of(OneLine.Of(block.Item.Name), letters - number.Length - 1)}" : number;
        if (letters >= label.Length)
        {
            AddText(x + 2.5, y + 12.5, label, Ink, width);
        }
    }

    /// <summary>Number, name and shape of everything, in as many columns as the width has room for.</summary>
    /// <returns>Where the picture ends.</returns>
    private int AddKey(List<SramMapBlock> blocks)
    {
        AddText(4, Bottom + 14, "down: time; right: addresses; *: sets the banks", Ink, Width - 8);
        SramMapBlock[] things = [.. blocks.DistinctBy(block => block.Number).OrderBy(block => block.Number)];
        int columns = Math.Max(1, Width / (int)(KeyLetters * LetterWidth));
        int lines = (things.Length + columns - 1) / columns;
        double first = Bottom + 14 + LineHeight + 4;
        for (int i = 0; i < things.Length; i++)
        {
            SramItem item = things[i].Item;
            double room = ((Width - 8) / (double)columns) - (2 * LetterWidth);
            string text = item.Detail.Length == 0 ? $"{item.Bytes} bytes" : item.Detail;
            int letters = Math.Max(LeastLetters, (int)(room / LetterWidth) - text.Length - $"{things[i].Number}".Length - 3);
            AddText(4 + (i / lines * (Width - 8) / (double)columns), first + (i % lines * LineHeight), $"{things[i].Number} {ShortName.Of(OneLine.Of(item.Name), letters)}, {text}", Ink, room);
        }

        return (int)(first + (lines * LineHeight));
    }

    private void AddText(double x, double y, string text, string color, double room)
    {
        _shapes.Add(new MapShape(x, y, 0, 0, color, ShortName.Of(OneLine.Of(text), Math.Max(2, (int)(room / LetterWidth)))));
    }
}
