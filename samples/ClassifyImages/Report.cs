using System.Globalization;
using GoogLeNetSharp.Imaging;
using Spectre.Console;

namespace GoogLeNetSharp.Samples.ClassifyImages;

/// <summary>Writes predictions as a table.</summary>
internal sealed class Report
{
    private readonly Table _table = new Table().Border(TableBorder.Rounded)
        .AddColumn("Image").AddColumn("Class").AddColumn(new TableColumn("Probability").RightAligned().NoWrap());

    /// <summary>Adds the predictions of an image, one per line.</summary>
    public void Add(FileClassification image)
    {
        var name = image.Path;
        foreach (var prediction in image.Predictions)
        {
            _table.AddRow(
                Markup.Escape(name),
                Markup.Escape(prediction.Label),
                string.Create(CultureInfo.InvariantCulture, $"{100 * prediction.Probability:0.0} %"));
            name = "";
        }

        _table.AddEmptyRow();
    }

    /// <summary>Writes the table, or nothing if no image could be read.</summary>
    public void Show(IAnsiConsole console)
    {
        if (_table.Rows.Count == 0) return;
        _table.RemoveRow(_table.Rows.Count - 1);
        console.Write(_table);
    }
}
