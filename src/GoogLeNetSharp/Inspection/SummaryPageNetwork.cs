using System.Net;
using GoogLeNetSharp.Inspection.Drawing;

namespace GoogLeNetSharp.Inspection;

/// <summary>The network section of the page: drawing, search, zoom, details of the selected step, and drawings to download.</summary>
internal static class SummaryPageNetwork
{
    /// <summary>Writes the section. The drawing for a page replaces the screen drawing in print.</summary>
    public static string Write(ModelSummary summary)
    {
        var slide = new SummarySvgOptions { Orientation = SvgOrientation.Horizontal };
        return $"""
            <section id="network" data-model="{WebUtility.HtmlEncode(summary.ModelType)}">
            <h2>Network</h2>
            <p class="hint">{WebUtility.HtmlEncode(Hint(summary))}</p>
            <div class="controls tools" hidden>
            <input id="find" type="search" placeholder="Find a step" aria-label="Find a step by name or type"><output
              id="found" for="find"></output>
            <span class="buttons"><button id="smaller" aria-label="Smaller">&#8722;</button><button id="fit">Fit</button><button
              id="larger" aria-label="Larger">+</button></span>
            <span class="buttons"><button data-drawing="page">SVG for a page</button><button
              data-drawing="slide">SVG for a slide</button></span>
            </div>
            <div class="net">
            <div class="canvas" tabindex="0" role="region" aria-label="Drawing of the network">
            {SummaryFigure.WriteForPage(summary)}
            </div>
            <aside id="details" aria-live="polite" hidden></aside>
            </div>
            <div class="paper" id="drawing-page">{SummaryFigure.Write(summary, new SummarySvgOptions())}</div>
            <div class="paper" id="drawing-slide">{SummaryFigure.Write(summary, slide)}</div>
            </section>
            """;
    }

    private static string Hint(ModelSummary summary) => FigureBuilder.KnowsOrder(summary)
        ? "Choose a step to see its shapes, receptive field and cost."
        : $"Steps stand in the order of their calls; how {summary.ModelType} joins them is not seen. Choose one to see its shapes and "
            + $"cost.";
}
