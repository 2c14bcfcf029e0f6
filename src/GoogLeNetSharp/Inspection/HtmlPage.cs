using System.Net;

namespace GoogLeNetSharp.Inspection;

/// <summary>The frame shared by the HTML pages, and the style of headings, panels, cards and tables for light and dark screens, phones and
/// print.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --bg: #f6f7f9; --panel: #fff; --ink: #1c2330; --soft: #5b6577; --line: #d9dee7; --accent: #2563c9;
          --c0: #4f86dd; --c1: #d98a2b; --c2: #3f9d63; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --bg: #12161d; --panel: #1a2029; --ink: #e4e9f1; --soft: #9aa6b8; --line: #2e3744; --accent: #7fb0ff;
            --c0: #5f94e6; --c1: #d48c38; --c2: #4eae74; } }
        * { box-sizing: border-box; } [hidden] { display: none !important; }
        body { margin: 0; background: var(--bg); color: var(--ink); font: 14px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        header { padding: 24px 28px 6px; } h1 { margin: 0; font-size: 26px; overflow-wrap: anywhere; }
        header p { margin: 2px 0 0; color: var(--soft); font-size: 15px; }
        main { display: grid; gap: 18px; padding: 14px 28px 40px; }
        section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; min-width: 0; }
        h2 { margin: 0 0 8px; font-size: 17px; } .hint { margin: 0 0 12px; color: var(--soft); }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(230px, 100%), 1fr)); gap: 12px; background: none;
          border: 0; padding: 0; grid-column: 1 / -1; }
        .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; }
        .card h3 { margin: 0; font-size: 12px; color: var(--soft); font-weight: 600; }
        .card p { margin: 2px 0 0; font-size: 18px; font-weight: 600; overflow-wrap: anywhere; } .card small { color: var(--soft); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
        td, tbody th { padding: 3px 8px; border-top: 1px solid var(--line); white-space: nowrap; }
        thead th { padding: 4px 8px; color: var(--soft); font-size: 12px; white-space: nowrap; }
        .n { text-align: right; font-variant-numeric: tabular-nums; }
        .bar { display: block; height: 7px; border-radius: 4px; min-width: 1px; margin: 3px 0 1px; } .c0 { background: var(--c0); }
        .c1 { background: var(--c1); } .c2 { background: var(--c2); }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
        @media (max-width: 700px) { header { padding: 14px 14px 2px; } main { padding: 10px 8px 24px; gap: 10px; }
          section { padding: 12px; } }
        @page { margin: 12mm; }
        @media print { :root { color-scheme: light; } body { background: none; } main { display: block; padding: 0; }
          header { padding: 0; } section { border: 0; padding: 8px 0; }
          .cards { display: grid; grid-template-columns: repeat(3, 1fr); } .card { break-inside: avoid; }
          .scroll { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; }
          .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """;

    /// <summary>Returns the page.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="style">Style sheet of this page, after the shared one.</param>
    /// <param name="body">Content of the body.</param>
    public static string Write(string title, string style, string body) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        <style>
        {Style}
        {style}
        </style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    /// <summary>Returns cards, each with a heading, a value in large letters and a remark.</summary>
    public static string Cards(IEnumerable<(string Label, string Value, string Detail)> facts) => string.Concat(
    [
        "<section id=\"totals\" class=\"cards\">\n",
        .. facts.Select(fact =>
            $"<div class=\"card\"><h3>{Encode(fact.Label)}</h3><p>{Encode(fact.Value)}</p><small>{Encode(fact.Detail)}</small></div>\n"),
        "</section>",
    ]);

    /// <summary>Encodes text for HTML and SVG.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);
}
