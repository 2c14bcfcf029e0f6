namespace GoogLeNetSharp.Samples.Serve;

/// <summary>The web application of the sample.</summary>
internal static class ServeApplication
{
    /// <summary>Makes it: <c>POST /classify</c>, <c>GET /health</c>, and a page at <c>/</c>.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="options">Limits and what the file does not say.</param>
    /// <param name="url">Where it listens; null: where the environment says (<c>ASPNETCORE_URLS</c>), or else
    /// <c>http://localhost:5000</c>.</param>
    /// <returns>The application, not started.</returns>
    public static WebApplication Create(string model, ServeOptions options, string? url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);      // no line for each request
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        if (url is not null) app.Urls.Add(url);
        app.MapHealthChecks("/health");
        app.MapClassifier("/classify", model, options);
        app.MapClassifierPage("/", "/classify");
        return app;
    }
}
