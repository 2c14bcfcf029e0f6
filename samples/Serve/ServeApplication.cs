namespace GoogLeNetSharp.Samples.Serve;

/// <summary>The web application of the sample.</summary>
internal static class ServeApplication
{
    /// <summary>Creates the application: <c>POST /classify</c>, <c>GET /health</c>, and a page at <c>/</c>.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="options">Limits and settings missing in the file.</param>
    /// <param name="url">URL to listen on, or null for the environment variable <c>ASPNETCORE_URLS</c>, or else
    /// <c>http://localhost:5000</c>.</param>
    /// <returns>The application, not yet started.</returns>
    public static WebApplication Create(string model, ServeOptions options, string? url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);      // no log line per request
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        if (url is not null) app.Urls.Add(url);
        app.MapHealthChecks("/health");
        app.MapClassifier("/classify", model, options);
        app.MapClassifierPage("/", "/classify");
        return app;
    }
}
