using System.CommandLine;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Settings from the command line.</summary>
/// <param name="Model">The ONNX file.</param>
/// <param name="Url">URL to listen on, or null.</param>
/// <param name="Options">Options of the endpoint.</param>
internal sealed record Settings(string Model, string? Url, ServeOptions Options)
{
    private static readonly ServeOptions Defaults = new();

    private static readonly Argument<string> ModelArgument = new("model")
    {
        Description = "ONNX file of the network, with preprocessing and class names in its metadata",
    };

    private static readonly Option<string?> UrlOption =
        new("--url") { Description = "URL to listen on [default: the variable ASPNETCORE_URLS, or else http://localhost:5000]" };

    private static readonly Option<string?> LabelsOption = new("--labels")
    {
        Description = "Text file with one class name a line; replaces the names in the file",
    };

    private static readonly Option<PreprocessingName?> PreprocessingOption = new("--preprocessing")
    {
        Description = "Preprocessing, for a file without it in its metadata",
    };

    private static readonly Option<int> TopOption =
        Number("--top", "Default number of classes in an answer", Defaults.TopK);
    private static readonly Option<int> BytesOption =
        Number("--max-bytes", "Maximum number of bytes of a request body", (int)Defaults.MaxBytes);
    private static readonly Option<int> RequestsOption =
        Number("--max-requests", "Maximum number of concurrent requests", Defaults.MaxRequests);
    private static readonly Option<int> BatchOption =
        Number("--max-batch", "Maximum number of images per batch", Defaults.MaxBatch);
    private static readonly Option<int> ThreadsOption = Number("--threads", "Threads of the network", Environment.ProcessorCount);

    /// <summary>Creates the command, which calls <paramref name="run"/> and supports <c>--help</c>.</summary>
    public static RootCommand Command(Func<Settings, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            """
            Serves a classifier of images over HTTP.

            POST /classify takes an image as the body or as the file of a form, and answers with its classes as JSON.
            GET / is a page to drop images on, GET /health says whether it serves.
            """)
        {
            ModelArgument, UrlOption, LabelsOption, PreprocessingOption, TopOption, BytesOption, RequestsOption, BatchOption, ThreadsOption,
        };
        command.SetAction((result, cancellation) => run(Of(result), cancellation));
        return command;
    }

    private static Settings Of(ParseResult result) => new(result.GetRequiredValue(ModelArgument), result.GetValue(UrlOption),
        new ServeOptions
        {
            Labels = result.GetValue(LabelsOption) is { } labels ? Labels.FromFile(labels) : null,
            Transform = result.GetValue(PreprocessingOption) switch
            {
                PreprocessingName.ImageNet => Preprocessing.ImageNet,
                PreprocessingName.Tf => Preprocessing.Tf,
                PreprocessingName.Caffe => Preprocessing.Caffe,
                PreprocessingName.Cifar10 => Preprocessing.Cifar10,
                _ => null,
            },
            TopK = result.GetValue(TopOption),
            MaxBytes = result.GetValue(BytesOption),
            MaxRequests = result.GetValue(RequestsOption),
            MaxBatch = result.GetValue(BatchOption),
            Inference = new InferenceOptions { Threads = result.GetValue(ThreadsOption) },
        });

    private static Option<int> Number(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number >= 1))
                result.AddError($"{name}: expected a whole number from 1, got '{token.Value}'.");
        });
        return option;
    }
}
