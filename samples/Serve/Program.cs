using GoogLeNetSharp.Samples;
using GoogLeNetSharp.Samples.Serve;

return await SampleCommand.RunAsync(Settings.Command(ServeAsync), args, SampleCommand.FirstLine);

static async Task<int> ServeAsync(Settings settings, CancellationToken cancellationToken)
{
    await using var app = ServeApplication.Create(settings.Model, settings.Options, settings.Url);
    await app.StartAsync(cancellationToken);
    await app.WaitForShutdownAsync(cancellationToken);
    return 0;
}
