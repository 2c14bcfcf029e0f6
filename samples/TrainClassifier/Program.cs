using GoogLeNetSharp.Samples;
using GoogLeNetSharp.Samples.TrainClassifier;

return await ModuleCommand.RunAsync(Settings.Command(settings => Train(settings, args)), args);

static int Train(Settings settings, string[] args)
{
    var console = ModuleCommand.Console();
    using var interruption = new Interruption(console);
    try
    {
        using var data = DataSource.For(settings);
        new Session(settings, data, console).Run(interruption.Token);
        return 0;
    }
    catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
    {
        Console.Error.WriteLine(Interruption.Farewell(settings, args));
        return SampleCommand.Interrupted;
    }
}
