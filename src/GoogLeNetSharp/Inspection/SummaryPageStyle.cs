namespace GoogLeNetSharp.Inspection;

/// <summary>Style of what a summary alone has.</summary>
internal static class SummaryPageStyle
{
    public const string Text = """
        :root { --hit: #c2410c;
          --conv: #dbe8fd; --conv-line: #7ea6e8; --pool: #dff3e4; --pool-line: #7cbf8f; --fc: #fdeccf; --fc-line: #dfae54;
          --head: #f7dfe6; --head-line: #d9869d;
          --other: #e9ebf0; --other-line: #a6afbf; --group: #f1f5fc; --warn: #fff4d6; --warn-line: #e0b23c; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --hit: #fb923c;
            --conv: #1f3355; --conv-line: #4c7cc7; --pool: #1d3a28; --pool-line: #4c9a65; --fc: #43351a; --fc-line: #b98a35;
            --head: #43242e; --head-line: #b75f79;
            --other: #2a313c; --other-line: #5d6879; --group: #161d28; --warn: #3a3016; --warn-line: #a98427; } }
        main { grid-template-columns: minmax(0, 47fr) minmax(0, 53fr); max-width: 2000px; }
        #warnings { grid-column: 1 / -1; } .side { display: grid; gap: 18px; align-content: start; min-width: 0; }
        .warnings { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; } .fine { margin: 0; color: var(--soft); }
        .warnings li { background: var(--warn); border-left: 4px solid var(--warn-line); border-radius: 6px; padding: 8px 12px; }
        .tall { max-height: 2100px; overflow: auto; } #layer-table { font-size: 12.5px; }
        .idle td { color: var(--soft); font-style: italic; }
        .bars td { width: 29%; min-width: 120px; } .bars tbody th { font-weight: 500; font-size: 13px; }
        .value { font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
        .controls { display: flex; gap: 10px 18px; align-items: center; margin: 0 0 10px; flex-wrap: wrap; }
        .buttons { display: flex; gap: 4px; }
        input[type="search"], button { font: inherit; padding: 5px 9px; border: 1px solid var(--line); border-radius: 6px;
          background: var(--bg); color: var(--ink); }
        #filter { min-width: min(240px, 100%); } #find { width: 150px; } #found { color: var(--soft); min-width: 4.5em; }
        button { cursor: pointer; } button:hover { border-color: var(--accent); }
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
        @media (max-width: 700px) {
          .scroll tr > :first-child { position: sticky; left: 0; background: var(--panel); min-width: 30vw; max-width: 42vw;
            white-space: normal; overflow-wrap: anywhere; }
          #layer-table thead th:first-child { z-index: 1; }
          .net { grid-template-columns: minmax(0, 1fr); } .tall { max-height: 80vh; }
          #details { position: fixed; z-index: 2; left: 8px; right: 8px; bottom: 8px; top: auto; width: auto; max-height: 50vh;
            overflow: auto; box-shadow: 0 4px 24px #0008; } }
        @page wide { size: landscape; }
        @media print { .side { display: block; } .controls, .hint, .net { display: none; }
          #drawing-page { display: block; break-inside: avoid; }
          #drawing-page svg { display: block; margin: 0 auto; width: auto; height: auto; max-width: 100%; max-height: 225mm; }
          .tall { overflow: visible; max-height: none; } .bars td { min-width: 0; }
          #layers { page: wide; } #layer-table { font-size: 9px; } #layer-table thead th { position: static; font-size: 9px; }
          #layer-table td { padding: 1px 4px; } #layer-table td:nth-child(-n+2) { white-space: normal; overflow-wrap: anywhere; }
          #layer-table tr[hidden] { display: table-row !important; } }
        """;
}
