using System.Net.Mime;
using System.Text;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Maps an image classifier as an endpoint of a web application.</summary>
/// <example><code>
/// var app = WebApplication.CreateSlimBuilder().Build();
/// app.MapClassifier("/classify", "flowers.onnx");
/// app.Run();
/// </code></example>
public static class ClassifierEndpoints
{
    /// <summary>Maps a <c>POST</c> endpoint that classifies an image from the body or a form; <c>?top=3</c> sets the number of
    /// classes.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="file">An ONNX file with preprocessing and class names in its metadata.</param>
    /// <param name="options">Limits and settings missing in the file, or null for the defaults.</param>
    /// <returns>The endpoint, for further settings such as authorization.</returns>
    /// <exception cref="InvalidDataException">The file is broken or inconsistent, or has no preprocessing.</exception>
    /// <exception cref="NotSupportedException">The file contains unsupported nodes; the message lists all of them.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static IEndpointConventionBuilder MapClassifier(
        this IEndpointRouteBuilder endpoints, string pattern, string file, ServeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        options ??= new ServeOptions();
        var classifier = ServedClassifier.Load(file, options);
        endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(classifier.Dispose);
        return endpoints.MapPost(pattern, new ClassifyHandler(classifier, options).HandleAsync)
            .WithMetadata(new BodyLimit(options.MaxBytes));
    }

    /// <summary>Maps a page that classifies images dropped on it.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The page's path.</param>
    /// <param name="classify">The path of the classifier, as passed to <see cref="MapClassifier"/>.</param>
    /// <returns>The endpoint, for further settings.</returns>
    public static IEndpointConventionBuilder MapClassifierPage(this IEndpointRouteBuilder endpoints, string pattern, string classify)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        using var file = typeof(ClassifierEndpoints).Assembly.GetManifestResourceStream("page.html")!;
        using var reader = new StreamReader(file);
        var page = Encoding.UTF8.GetBytes(reader.ReadToEnd()
            .Replace("{classify}", Uri.EscapeDataString(classify), StringComparison.Ordinal));
        return endpoints.MapGet(pattern, context =>
        {
            context.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
            context.Response.ContentLength = page.Length;
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src blob: data:; connect-src 'self'";
            return context.Response.Body.WriteAsync(page, context.RequestAborted).AsTask();
        });
    }
}
