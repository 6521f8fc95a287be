namespace Edge.ModelTools.Reporting;

/// <summary>How reports look: the style sheet of the page and of the pictures in it.</summary>
internal static class ReportStyle
{
    /// <summary>CSS.</summary>
    public const string Css = """

        :root { color-scheme: light; --ink: #22282f; --faint: #6b7480; --rule: #dfe3e8; --int8: #2f6fb7; --float: #9aa1a9; --warm: #e08a2c; --good: #5ba05b; --bad: #b22222; --pale: #8fbce6; }
        body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 980px; margin: 0 auto; padding: 24px 20px 60px; }
        h1 { font-size: 26px; margin: 0 0 4px; }
        h2 { font-size: 19px; margin: 38px 0 8px; padding-top: 14px; border-top: 1px solid var(--rule); }
        p { margin: 6px 0; max-width: 860px; }
        .note, .tile .note { color: var(--faint); font-size: 13px; }
        .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 18px 0 6px; }
        .tile { border: 1px solid var(--rule); border-radius: 8px; padding: 10px 14px; min-width: 128px; }
        .tile .label { color: var(--faint); font-size: 13px; }
        .tile .value { font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
        table { border-collapse: collapse; margin: 10px 0; font-size: 13px; }
        th, td { text-align: left; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
        td:nth-child(2) { white-space: nowrap; }
        .picture svg:not(.sram-map) { max-width: 100%; height: auto; }
        td:first-child { min-width: 150px; max-width: 330px; }
        th { color: var(--faint); font-weight: 600; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .picture { margin: 12px 0; overflow-x: auto; }
        .grid { display: flex; flex-wrap: wrap; gap: 14px 18px; margin: 12px 0; }
        figure { margin: 0; text-align: center; font-size: 12px; }
        figure img { height: 96px; image-rendering: pixelated; border: 1px solid var(--rule); border-radius: 4px; }
        input[type=search] { font: inherit; font-size: 13px; padding: 3px 8px; border: 1px solid var(--rule); border-radius: 6px; }
        th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
        th[aria-sort=ascending] button::after { content: " \2191"; } th[aria-sort=descending] button::after { content: " \2193"; }
        details { margin: 8px 0; }
        summary { cursor: pointer; color: var(--int8); }
        pre { background: #f5f7f9; border-radius: 6px; padding: 12px; font-size: 12px; overflow-x: auto; }
        svg:not(.sram-map) text { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 11px; fill: var(--ink); }
        svg text.faint { fill: var(--faint); }
        svg text.strong { font-weight: 600; font-size: 12px; }
        svg text.inside { fill: #fff; }
        .int8 { fill: var(--int8); } .float { fill: var(--float); } .warm { fill: var(--warm); } .good { fill: var(--good); } .bad { fill: var(--bad); } .pale { fill: var(--pale); } .panel { fill: #f5f7f9; }
        .axis { stroke: var(--faint); stroke-width: 1; } .rule { stroke: var(--rule); stroke-width: 1; } .limit { stroke: var(--bad); stroke-width: 1; stroke-dasharray: 3 2; }
        .whisker { stroke: var(--ink); stroke-width: 1.5; }
        .curve { fill: none; stroke: var(--ink); stroke-width: 1.2; } .curve-int8 { fill: none; stroke: var(--int8); stroke-width: 1.4; } .curve-float { fill: none; stroke: var(--float); stroke-width: 1.4; }
        .heat0 { fill: #f5f7f9; } .heat1 { fill: #d6e6f5; } .heat2 { fill: #a9cbea; } .heat3 { fill: #6ea6d8; } .heat4 { fill: #2f6fb7; }
        .if-narrow { display: none; }
        @media (max-width: 700px) { .if-narrow { display: block; } .if-wide { display: none; } }
        @media print { details { display: block; } main { max-width: none; } }

        """;
}
