using System.Globalization;
using System.Security.Cryptography;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Onnx;
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
        ["summary of every form"] = () =>
        {
            using var network = new GoogLeNet(GoogLeNetOptions.Cifar);
            var summary = ModelSummary.Create(network, 8, 3, 32, 32);
            return summary.ToJson() + summary.ToHtml() + summary.ToSvg() + summary.ToMarkdown() + MapSizeChart.Draw([summary]).ToSvg();
        },
        ["description"] = () =>
        {
            using var file = TemporaryFile.New();
            using var network = new LeNet(LeNetOptions.Default with { NumClasses = 1234 });
            network.SaveWeights(file.Path);
            using var back = LeNet.FromFile(file.Path);
            return ((IDescribed)new GoogLeNet(GoogLeNetOptions.Cifar with { Dropout = 0.25 })).Describe().ToJsonString() + back.Options;
        },
        ["metadata"] = () =>
        {
            var metadata = ClassifierMetadata.Write(new Labels(["0.5", "1,5"]), Preprocessing.ImageNet);
            return string.Join('\n', metadata) + ClassifierMetadata.Read(metadata, "file").Transform;
        },
        ["onnx"] = () =>
        {
            using var file = new MemoryStream();
            InferenceGraph.FromOnnx(Fixture.Path("onnx_lenet.onnx")).ExportOnnx(file, new OnnxExportOptions());
            return Convert.ToHexString(SHA256.HashData(file.ToArray()));
        },
        ["csv"] = () =>
        {
            using var file = TemporaryFile.New();
            using (var csv = new TrainingCsv(file.Path, step: 0, validated: false, metrics: [])) csv.Write(Progress(1));
            using (var csv = new TrainingCsv(file.Path, step: 1, validated: false, metrics: [])) csv.Write(Progress(2));
            return File.ReadAllText(file.Path);
        },
        ["charts"] = () => TrainingCharts.Curves([new(1, 2.5, 0.125, 2.75, 0.5, 0.875), new(2, 1.5, 0.0625, 1.75, 0.75, 1)]).ToSvg()
            + new LearningRateCurve([new(1e-5, 2.5, 2.5), new(0.5, 1.25, 1.75), new(1.5, -3.5, 0.25)], diverged: false).Draw().ToSvg(),
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

    private static TrainingProgress Progress(long step) => new(1, 2, step, 1000, 1234.5, 0.001, 12.5, TimeSpan.FromSeconds(1.5), null);

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
