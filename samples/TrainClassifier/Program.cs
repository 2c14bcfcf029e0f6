using System.Runtime.InteropServices;
using GoogLeNetSharp.Samples.TrainClassifier;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using Spectre.Console;

const int Failed = 1;
const int BadUsage = 2;
const int Interrupted = 130;

var parsed = Settings.Command(settings => Run(settings, args)).Parse(args);
if (parsed.Errors.Count == 0) return parsed.Invoke();
Console.Error.WriteLine(parsed.Errors[0].Message);
return BadUsage;

static int Run(Settings settings, string[] args)
{
    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopAfterTheStep);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopAfterTheStep);
    try
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = int.MaxValue;      // no line breaks in files
        using var data = DataSource.For(settings);
        new Session(settings, data, AnsiConsole.Console).Run(stop.Token);
        return 0;
    }
    catch (TrainingCanceledException stopped) when (stopped.Result.LastCheckpoint is null)
    {
        Console.Error.WriteLine("Stopped before the first step: there is no state to save.");
        return Interrupted;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        var words = args.Where(argument => argument != "--resume").Append("--resume").Select(word => word.Contains(' ') ? $"\"{word}\"" : word);
        Console.Error.WriteLine(
            $"Stopped; the state is saved in {settings.Output}. Go on with: dotnet run -c Release --project samples/TrainClassifier -- {string.Join(' ', words)}");
        return Interrupted;
    }
    catch (TrainingDivergedException error)
    {
        Console.Error.WriteLine(error.Message);
        return Failed;
    }
    catch (Exception error) when (error is ArgumentException or InvalidOperationException or InvalidDataException or IOException or WeightsMismatchException)
    {
        Console.Error.WriteLine(error.Message);
        return BadUsage;
    }

    void StopAfterTheStep(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
