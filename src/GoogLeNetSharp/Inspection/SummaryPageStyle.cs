namespace GoogLeNetSharp.Inspection;

/// <summary>Style of the page, for light and dark screens, phones and print.</summary>
internal static class SummaryPageStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --bg: #f6f7f9; --panel: #fff; --ink: #1c2330; --soft: #5b6577; --line: #d9dee7;
          --accent: #2563c9; --hit: #c2410c;
          --conv: #dbe8fd; --conv-line: #7ea6e8; --pool: #dff3e4; --pool-line: #7cbf8f; --fc: #fdeccf; --fc-line: #dfae54;
          --head: #f7dfe6; --head-line: #d9869d;
          --other: #e9ebf0; --other-line: #a6afbf; --group: #f1f5fc; --warn: #fff4d6; --warn-line: #e0b23c; --c0: #4f86dd; --c1: #d98a2b;
          --c2: #3f9d63; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --bg: #12161d; --panel: #1a2029; --ink: #e4e9f1; --soft: #9aa6b8; --line: #2e3744; --accent: #7fb0ff; --hit: #fb923c;
            --conv: #1f3355; --conv-line: #4c7cc7; --pool: #1d3a28; --pool-line: #4c9a65; --fc: #43351a; --fc-line: #b98a35;
            --head: #43242e; --head-line: #b75f79;
            --other: #2a313c; --other-line: #5d6879; --group: #161d28; --warn: #3a3016; --warn-line: #a98427; --c0: #5f94e6;
            --c1: #d48c38; --c2: #4eae74; } }
        * { box-sizing: border-box; } [hidden] { display: none !important; }
        body { margin: 0; background: var(--bg); color: var(--ink); font: 14px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        header { padding: 24px 28px 6px; } h1 { margin: 0; font-size: 26px; overflow-wrap: anywhere; }
        header p { margin: 2px 0 0; color: var(--soft); font-size: 15px; }
        main { display: grid; grid-template-columns: minmax(0, 47fr) minmax(0, 53fr); gap: 18px; padding: 14px 28px 40px;
          max-width: 2000px; }
        section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; min-width: 0; }
        .cards, #warnings { grid-column: 1 / -1; } .side { display: grid; gap: 18px; align-content: start; min-width: 0; }
        h2 { margin: 0 0 8px; font-size: 17px; } .hint { margin: 0 0 12px; color: var(--soft); } .fine { margin: 0; color: var(--soft); }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(230px, 100%), 1fr)); gap: 12px; background: none;
          border: 0; padding: 0; }
        .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; }
        .card h3 { margin: 0; font-size: 12px; color: var(--soft); font-weight: 600; }
        .card p { margin: 2px 0 0; font-size: 18px; font-weight: 600; overflow-wrap: anywhere; } .card small { color: var(--soft); }
        .warnings { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; }
        .warnings li { background: var(--warn); border-left: 4px solid var(--warn-line); border-radius: 6px; padding: 8px 12px; }
        .scroll { overflow-x: auto; } .tall { max-height: 2100px; overflow: auto; } #layer-table { font-size: 12.5px; }
        table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
        td, tbody th { padding: 3px 8px; border-top: 1px solid var(--line); white-space: nowrap; }
        thead th { padding: 4px 8px; color: var(--soft); font-size: 12px; white-space: nowrap; }
        .n { text-align: right; font-variant-numeric: tabular-nums; } .idle td { color: var(--soft); font-style: italic; }
        .bars td { width: 29%; min-width: 120px; } .bars tbody th { font-weight: 500; font-size: 13px; }
        .bar { display: block; height: 7px; border-radius: 4px; min-width: 1px; margin: 3px 0 1px; }
        .c0 { background: var(--c0); } .c1 { background: var(--c1); } .c2 { background: var(--c2); }
        .value { font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
        .controls { display: flex; gap: 10px 18px; align-items: center; margin: 0 0 10px; flex-wrap: wrap; }
        .buttons { display: flex; gap: 4px; }
        input[type="search"], button { font: inherit; padding: 5px 9px; border: 1px solid var(--line); border-radius: 6px;
          background: var(--bg); color: var(--ink); }
        #filter { min-width: min(240px, 100%); } #find { width: 150px; } #found { color: var(--soft); min-width: 4.5em; }
        button { cursor: pointer; } button:hover { border-color: var(--accent); }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
        #layer-table thead th { cursor: pointer; position: sticky; top: 0; background: var(--panel); }
        #layer-table th[aria-sort="ascending"]::after { content: " \25B2"; }
        #layer-table th[aria-sort="descending"]::after { content: " \25BC"; }
        #layer-table tbody tr:hover, #layer-table tbody tr.chosen { background: var(--group); }
        .net { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 14px; } .canvas { overflow: auto; }
        .canvas svg { display: block; max-width: 100%; height: auto; margin: 0 auto; } .canvas .name { fill: var(--ink); }
        .canvas .small { fill: var(--soft); }
        .canvas .edge { stroke: var(--soft); } .canvas .tip { fill: var(--soft); } .node { cursor: pointer; outline: none; }
        .node:hover > rect, .node:focus > rect, .node.chosen > rect { stroke: var(--accent); stroke-width: 2.6; }
        .node.found > rect { stroke: var(--hit); stroke-width: 3; }
        .searching .node:not(.found) { opacity: 0.35; }
        .canvas .k-conv { fill: var(--conv); stroke: var(--conv-line); } .canvas .k-pool { fill: var(--pool); stroke: var(--pool-line); }
        .canvas .k-fc { fill: var(--fc); stroke: var(--fc-line); }
        .canvas .k-head { fill: var(--head); stroke: var(--head-line); }
        .canvas .k-other { fill: var(--other); stroke: var(--other-line); } .canvas .k-group { fill: var(--group); stroke: var(--line); }
        #details { position: sticky; top: 12px; align-self: start; width: 230px; border: 1px solid var(--line); border-radius: 8px;
          background: var(--bg); padding: 10px 12px; }
        #details h3 { margin: 0 24px 6px 0; font-size: 15px; overflow-wrap: anywhere; } #details dl { margin: 0 0 8px; }
        #details dt { color: var(--soft); font-size: 12px; }
        #details dd { margin: 0 0 5px; overflow-wrap: anywhere; }
        #details .close { position: absolute; right: 6px; top: 6px; padding: 0 7px; }
        .paper { display: none; }
        @media (max-width: 1100px) { main { grid-template-columns: minmax(0, 1fr); } }
        @media (max-width: 700px) { header { padding: 14px 14px 2px; } main { padding: 10px 8px 24px; gap: 10px; }
          section { padding: 12px; }
          .scroll tr > :first-child { position: sticky; left: 0; background: var(--panel); min-width: 30vw; max-width: 42vw;
            white-space: normal; overflow-wrap: anywhere; }
          #layer-table thead th:first-child { z-index: 1; }
          .net { grid-template-columns: minmax(0, 1fr); } .tall { max-height: 80vh; }
          #details { position: fixed; z-index: 2; left: 8px; right: 8px; bottom: 8px; top: auto; width: auto; max-height: 50vh;
            overflow: auto; box-shadow: 0 4px 24px #0008; } }
        @page { margin: 12mm; } @page wide { size: landscape; }
        @media print { :root { color-scheme: light; } body { background: none; } main { display: block; padding: 0; }
          header { padding: 0; } section { border: 0; padding: 8px 0; } .side { display: block; }
          .controls, .hint, .net { display: none; } .cards { display: grid; grid-template-columns: repeat(3, 1fr); }
          .card { break-inside: avoid; }
          #drawing-page { display: block; break-inside: avoid; }
          #drawing-page svg { display: block; margin: 0 auto; width: auto; height: auto; max-width: 100%; max-height: 225mm; }
          .scroll, .tall { overflow: visible; max-height: none; } thead { display: table-header-group; } tr { break-inside: avoid; }
          .bars td { min-width: 0; }
          #layers { page: wide; } #layer-table { font-size: 9px; } #layer-table thead th { position: static; font-size: 9px; }
          #layer-table td { padding: 1px 4px; } #layer-table td:nth-child(-n+2) { white-space: normal; overflow-wrap: anywhere; }
          #layer-table tr[hidden] { display: table-row !important; }
          .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """;
}
