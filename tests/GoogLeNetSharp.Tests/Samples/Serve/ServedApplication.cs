using GoogLeNetSharp.Samples.Serve;
using Microsoft.AspNetCore.Builder;

namespace GoogLeNetSharp.Tests.Samples.Serve;

/// <summary>The sample's application on a free port of the loopback, with a client for it.</summary>
internal sealed class ServedApplication : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ServedApplication(WebApplication application)
    {
        _application = application;
        Address = new Uri(application.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<ServedApplication> StartAsync(string model, ServeOptions? options = null)
    {
        var application = ServeApplication.Create(model, options ?? new ServeOptions(), "http://127.0.0.1:0");
        await application.StartAsync();
        return new ServedApplication(application);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
