namespace GoogLeNetSharp.Inspection;

/// <summary>Style and script of the page, for light and dark screens.</summary>
internal static class SummaryPageAssets
{
    public const string Style = """
        :root { color-scheme: light dark; --bg: #f6f7f9; --panel: #fff; --ink: #1c2330; --soft: #5b6577; --line: #d9dee7; --accent: #2563c9;
          --conv: #dbe8fd; --conv-line: #7ea6e8; --pool: #dff3e4; --pool-line: #7cbf8f; --fc: #fdeccf; --fc-line: #dfae54; --head: #f7dfe6; --head-line: #d9869d;
          --other: #e9ebf0; --other-line: #a6afbf; --group: #f1f5fc; --warn: #fff4d6; --warn-line: #e0b23c; --c0: #4f86dd; --c1: #d98a2b; --c2: #3f9d63; }
        @media (prefers-color-scheme: dark) { :root { --bg: #12161d; --panel: #1a2029; --ink: #e4e9f1; --soft: #9aa6b8; --line: #2e3744; --accent: #7fb0ff;
          --conv: #1f3355; --conv-line: #4c7cc7; --pool: #1d3a28; --pool-line: #4c9a65; --fc: #43351a; --fc-line: #b98a35; --head: #43242e; --head-line: #b75f79;
          --other: #2a313c; --other-line: #5d6879; --group: #161d28; --warn: #3a3016; --warn-line: #a98427; --c0: #5f94e6; --c1: #d48c38; --c2: #4eae74; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--bg); color: var(--ink); font: 14px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        header { padding: 24px 28px 6px; } h1 { margin: 0; font-size: 26px; } header p { margin: 2px 0 0; color: var(--soft); font-size: 15px; }
        main { display: grid; grid-template-columns: minmax(0, 47fr) minmax(0, 53fr); gap: 18px; padding: 14px 28px 40px; max-width: 2000px; }
        section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; min-width: 0; }
        .cards, #warnings { grid-column: 1 / -1; } .side { display: grid; gap: 18px; align-content: start; min-width: 0; }
        h2 { margin: 0 0 8px; font-size: 17px; } .hint { margin: 0 0 12px; color: var(--soft); } .fine { margin: 0; color: var(--soft); }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 12px; background: none; border: 0; padding: 0; }
        .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; } .card h3 { margin: 0; font-size: 12px; color: var(--soft); font-weight: 600; }
        .card p { margin: 2px 0 0; font-size: 18px; font-weight: 600; overflow-wrap: anywhere; } .card small { color: var(--soft); }
        .warnings { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; } .warnings li { background: var(--warn); border-left: 4px solid var(--warn-line); border-radius: 6px; padding: 8px 12px; }
        .scroll { overflow-x: auto; } .tall { max-height: 2100px; overflow: auto; } #layer-table { font-size: 12.5px; } table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
        td, tbody th { padding: 3px 8px; border-top: 1px solid var(--line); white-space: nowrap; } thead th { padding: 4px 8px; color: var(--soft); font-size: 12px; white-space: nowrap; }
        .n { text-align: right; font-variant-numeric: tabular-nums; } .idle td { color: var(--soft); font-style: italic; }
        .bars td { width: 29%; min-width: 130px; } .bars tbody th { font-weight: 500; font-size: 13px; } .bar { display: block; height: 7px; border-radius: 4px; min-width: 1px; margin: 3px 0 1px; }
        .c0 { background: var(--c0); } .c1 { background: var(--c1); } .c2 { background: var(--c2); } .value { font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
        .controls { display: flex; gap: 18px; align-items: center; margin: 0 0 10px; flex-wrap: wrap; } #filter { font: inherit; padding: 5px 9px; border: 1px solid var(--line); border-radius: 6px; background: var(--bg); color: var(--ink); min-width: 240px; }
        #layer-table thead th { cursor: pointer; position: sticky; top: 0; background: var(--panel); } #layer-table th[data-dir="1"]::after { content: " \25B2"; } #layer-table th[data-dir="-1"]::after { content: " \25BC"; }
        #layer-table tbody tr:hover { background: var(--group); }
        svg { display: block; max-width: 100%; height: auto; margin: 0 auto; } svg text { fill: var(--ink); font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; text-anchor: middle; }
        svg .name { font-weight: 600; } svg .small, svg text.shape { font-size: 12px; fill: var(--soft); } svg text.shape { text-anchor: start; } svg text.start { text-anchor: start; }
        svg rect { stroke-width: 1.3; } svg path { stroke: var(--soft); fill: none; stroke-width: 1.4; } svg marker path { fill: var(--soft); stroke: none; } svg path.dashed { stroke-dasharray: 5 4; }
        .k-conv { fill: var(--conv); stroke: var(--conv-line); } .k-pool { fill: var(--pool); stroke: var(--pool-line); } .k-fc { fill: var(--fc); stroke: var(--fc-line); }
        .k-head { fill: var(--head); stroke: var(--head-line); } .k-other { fill: var(--other); stroke: var(--other-line); } .k-group { fill: var(--group); stroke: var(--line); }
        @media (max-width: 1100px) { main { grid-template-columns: minmax(0, 1fr); } }
        """;

    public const string Script = """
        (() => {
          const table = document.getElementById("layer-table"), body = table.tBodies[0], rows = [...body.rows];
          const filter = document.getElementById("filter"), leaves = document.getElementById("leaves");
          const value = (row, i) => { const v = row.cells[i].dataset.v; return v === undefined ? row.cells[i].textContent : Number(v); };
          const sort = head => {
            const i = head.cellIndex, number = head.classList.contains("n"), first = number ? -1 : 1;
            const dir = head.dataset.dir === undefined ? first : Number(head.dataset.dir) === first ? -first : 0;
            for (const other of table.tHead.rows[0].cells) delete other.dataset.dir;
            if (dir !== 0) head.dataset.dir = dir;
            const order = dir === 0 ? rows : [...rows].sort((a, b) => {
              const x = value(a, i), y = value(b, i);
              return dir * (number ? x - y : x.localeCompare(y, "en", { numeric: true }));
            });
            body.append(...order);
          };
          for (const head of table.tHead.rows[0].cells) {
            head.addEventListener("click", () => sort(head));
            head.addEventListener("keydown", e => { if (e.key === "Enter") sort(head); });
          }
          const show = () => {
            const wanted = filter.value.toLowerCase();
            for (const row of rows) row.hidden = (leaves.checked && row.dataset.leaf === "0") || !(row.cells[0].textContent + " " + row.cells[1].textContent).toLowerCase().includes(wanted);
          };
          filter.addEventListener("input", show);
          leaves.addEventListener("change", show);
        })();
        """;
}
