using System.Globalization;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Tests.Weights;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests;

/// <summary>Texts and errors are the same under every culture: numbers with a point, no grouping of the system's.</summary>
public sealed class CultureTests
{
    // The tests run without the system's cultures, so their number formats are given here. The third has what no culture may change.
    private static readonly Dictionary<string, NumberFormatInfo> Formats = new()
    {
        ["ko-KR"] = new() { NumberDecimalSeparator = ".", NumberGroupSeparator = "," },
        ["de-DE"] = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
        ["strange"] = new() { NumberDecimalSeparator = "'", NumberGroupSeparator = "_", NegativeSign = "~", PositiveSign = "!" },
    };

    private static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["summary"] = () =>
        {
            using var network = new LeNet();
            return string.Concat(ModelSummary.Create(network, 1, 1, 28, 28).ToString().Split('\n').Where(line => !line.Contains(" ms")));
        },
        ["graph"] = () =>
        {
            using var network = nn.Sequential(("norm", nn.BatchNorm2d(2, eps: 0.0015)), ("drop", nn.Dropout(0.25)),
                ("lrn", nn.LocalResponseNorm(3, 0.5, 0.75, 1.5)));
            return InferenceGraph.Lower(network).ToString();
        },
        ["constructor"] = () => Error(() => new ConvBlock(3, 4, 1, batchNorm: new(-0.5))),
        ["dropout"] = () => Error(() => new GoogLeNet(GoogLeNetOptions.Cifar with { Dropout = 1.5 })),
        ["size"] = () => Error(() => new GoogLeNet(GoogLeNetOptions.Cifar).call(zeros(1, 3, 2, 2))),
        ["memory"] = () =>
        {
            using var conv = nn.Conv2d(1, 4, 1, padding: 1L << 30);
            using var model = conv.Compile();
            return Error(() => model.Predict(zeros(1, 1, 1, 1)));
        },
        ["normalization"] = () => Error(() => new Normalization([0.5f], [-0.25f])),
        ["image"] = () => Error(() => new RgbImage(16_777_217, 1_000)),
        ["optimizer"] = () => Error(() => new OptimizerSettings.AdamW(-0.5)),
        ["file"] = () => Error(() => StateDictFile.Read(new MemoryStream(Fixture.Bytes("plain.safetensors")[..^3]))),
        ["state"] = () => Error(() => TrainingState.FromJson("{\"Step\":1,5}")),
    };

    /// <summary>Cultures by texts.</summary>
    public static IEnumerable<object[]> Cases => from culture in Formats.Keys from text in Texts.Keys select new object[] { culture, text };

    [Theory]
    [MemberData(nameof(Cases))]
    internal void Text_ForeignCulture_IsTheSame(string culture, string text)
    {
        var expected = In(CultureInfo.InvariantCulture, Texts[text]);

        In(new CultureInfo("") { NumberFormat = Formats[culture] }, Texts[text]).Should().Be(expected).And.NotBeEmpty();
    }

    // .NET adds the value to the message of an ArgumentOutOfRangeException, on a line of its own, as the culture writes it.
    private static string Error(Action action) => action.Should().Throw<Exception>().Which.Message.Split(Environment.NewLine)[0];

    private static string In(CultureInfo culture, Func<string> text)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return text();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
