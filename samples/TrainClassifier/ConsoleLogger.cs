using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>Shows the trainer's warnings and the checkpoint it resumes from.</summary>
internal sealed class ConsoleLogger(IAnsiConsole console) : ILogger
{
    private const string ResumedEvent = "Resumed";

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning || eventId.Name == ResumedEvent) console.WriteLine(formatter(state, exception));
    }
}
