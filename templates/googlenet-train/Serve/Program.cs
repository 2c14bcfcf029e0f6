using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inference;

// The most pixels that an image may have: decoded, each takes 4 bytes.
const long MaxPixels = 25_000_000;

var builder = WebApplication.CreateBuilder(args);
var file = builder.Configuration["model"] ?? "classifier.onnx";
using var model = InferenceModel.Load(file);
var (labels, preprocessing) = ClassifierMetadata.Read(model.Graph.Metadata, file);
if (preprocessing is null) throw new InvalidDataException($"{file}: its metadata do not say how an image becomes the network's input.");

var app = builder.Build();
app.MapGet("/health", () => "Healthy");
app.MapPost("/classify", async (HttpRequest request, CancellationToken cancellationToken) =>
{
    try
    {
        var image = await ImageDecoder.ReadAsync(request.Body, "image", MaxPixels, cancellationToken);
        var (values, height, width) = preprocessing.ToValues(image);
        var logits = model.Predict(values, [1, preprocessing.Normalization.Channels, height, width]);
        return Results.Ok(Predictions.Of(logits, topK: 5, labels));
    }
    catch (InvalidDataException error)
    {
        return Results.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});
app.Run();
