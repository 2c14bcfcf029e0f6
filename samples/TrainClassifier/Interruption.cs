using System.Runtime.InteropServices;
using Spectre.Console;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Handles Ctrl-C (SIGINT) and SIGTERM: the first signal stops the training after the current step, the second ends the
/// process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Starts handling signals.</summary>
    /// <param name="console">Console on which a signal is acknowledged.</param>
    public Interruption(IAnsiConsole console)
    {
        _console = console;
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    /// <summary>Describes an interrupted training and the command to resume it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="arguments">The command line.</param>
    public static string Farewell(Settings settings, string[] arguments)
    {
        if (!settings.HasCheckpoints) return "Stopped before the first step: there is nothing to resume from.";
        var again = arguments.Where(argument => argument != "--resume").Append("--resume").Select(Quote);
        return $"Stopped; the state is saved in {settings.Output}. Resume with: dotnet run -c Release --project samples/TrainClassifier "
            + $"-- {string.Join(' ', again)}";
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
        {
            _console.Cursor.Show();     // the progress bar hides the cursor
            return;
        }

        signal.Cancel = true;
        _console.WriteLine("Stopping after this step; press Ctrl-C again to end at once.");
        _stop.Cancel();
    }

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(character => char.IsLetterOrDigit(character) || "-_./:=,+".Contains(character))
            ? argument : $"'{argument.Replace("'", "'\\''")}'";
}
