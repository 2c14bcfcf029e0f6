namespace GoogLeNetSharp.Samples.ExplainImages;

/// <summary>Style and script of the report.</summary>
internal static class PageAssets
{
    public const string Style = """
        :root { color-scheme: light dark; --bg: #f6f7f9; --panel: #fff; --ink: #1c2330; --soft: #5b6577; --line: #d9dee7; --bar: #31688e; }
        @media (prefers-color-scheme: dark) {
          :root { --bg: #12161d; --panel: #1a2029; --ink: #e4e9f1; --soft: #9aa6b8; --line: #2e3744; --bar: #35b779; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 16px 20px 40px; max-width: 1280px; background: var(--bg); color: var(--ink);
          font: 15px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        h1 { font-size: 22px; margin: 8px 0 14px; overflow-wrap: anywhere; } h2 { font-size: 17px; margin: 0 0 6px; }
        main { display: grid; gap: 16px; } .hint { color: var(--soft); margin: 0 0 10px; }
        section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; min-width: 0; }
        .two { display: grid; grid-template-columns: 1fr 1fr 1.3fr; gap: 18px; align-items: start; }
        figure { margin: 0; } figcaption { color: var(--soft); font-size: 13px; } img { width: 100%; border-radius: 6px; display: block; }
        img.few { image-rendering: pixelated; }
        .classes table { width: 100%; border-collapse: collapse; }
        .classes th { text-align: left; font-weight: 500; padding: 5px 8px 5px 0; }
        .classes .bar { width: 45%; } .bar span { display: block; height: 14px; min-width: 1px; border-radius: 4px;
          background: var(--bar); }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-left: 8px; }
        .maps { display: grid; gap: 20px; grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr)); }
        .maps svg { max-width: 656px; width: 100%; height: auto; }
        .slider { display: flex; gap: 14px; align-items: center; margin: 0 0 12px; padding: 8px 0; position: sticky; top: 0;
          background: var(--panel); }
        .slider[hidden] { display: none; } .slider input { flex: 1; min-width: 0; } .slider output { min-width: 9em; font-weight: 600; }
        .scroll { overflow-x: auto; } .scroll svg { min-width: 860px; width: 100%; height: auto; display: block; }
        @media (max-width: 760px) { body { padding: 10px; } .two { grid-template-columns: 1fr 1fr; }
          .classes { grid-column: 1 / -1; } section { padding: 12px; } }
        @media print { body { max-width: none; } section { break-inside: avoid; border: 0; } .slider { display: none; }
          .stage[hidden] { display: block; }
          .scroll svg { min-width: 0; } }
        """;

    public const string Script = """
        (() => {
          const slider = document.getElementById("stage"), name = document.getElementById("stage-name");
          const stages = [...document.querySelectorAll(".stage")];
          const show = () => {
            stages.forEach((stage, i) => { stage.hidden = i !== Number(slider.value); });
            name.value = stages[slider.value].dataset.name;
            slider.setAttribute("aria-valuetext", name.value);
          };
          slider.parentElement.hidden = false;
          slider.addEventListener("input", show);
          show();
        })();
        """;
}
