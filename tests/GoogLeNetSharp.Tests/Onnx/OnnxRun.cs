using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Onnx;

/// <summary>An ONNX file loaded in ONNX Runtime, with what that logged on loading at the level of a warning or above.</summary>
internal sealed class OnnxRun : IDisposable
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Logs = new();

    // The environment is one per process and calls this for as long as it lives; what concerns no session has no id.
    private static readonly DOrtLoggingFunction Collect = (_, _, _, logId, _, message) =>
        Logs.GetOrAdd(logId ?? "", _ => new()).Enqueue(message);

    private static readonly OrtEnv Environment = MakeEnvironment();

    private readonly InferenceSession _session;

    public OnnxRun(byte[] file)
    {
        Environment.IsInvalid.Should().BeFalse();
        var id = Guid.NewGuid().ToString();
        using var options = new SessionOptions
        {
            LogId = id,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
            IntraOpNumThreads = 2,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(file, options);
        Warnings = Logs.TryGetValue(id, out var messages) ? [.. messages] : [];
    }

    public IReadOnlyList<string> Warnings { get; }

    public InferenceSession Session => _session;

    /// <summary>Runs the file on a float32 or uint8 tensor.</summary>
    public Tensor Run(Tensor input)
    {
        using var value = input.dtype == ScalarType.Byte
            ? OrtValue.CreateTensorValueFromMemory(input.data<byte>().ToArray(), input.shape)
            : OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), input.shape);
        using var options = new RunOptions();
        using var outputs = _session.Run(options, _session.InputNames, [value], _session.OutputNames);
        var output = outputs.Single();
        return tensor(output.GetTensorDataAsSpan<float>().ToArray(), output.GetTensorTypeAndShape().Shape);
    }

    public void Dispose() => _session.Dispose();

    private static OrtEnv MakeEnvironment()
    {
        var options = new EnvironmentCreationOptions
        {
            logId = "tests",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
            loggingFunction = Collect,
        };
        return OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
