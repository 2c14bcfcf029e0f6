using System.Diagnostics;
using System.Globalization;

namespace GoogLeNetSharp.Training;

/// <summary>
/// Locks a checkpoint directory against a second training. The operating system releases the lock when the process ends in any way.
/// </summary>
internal sealed class CheckpointLock : IDisposable
{
    private const string LockName = ".training.lock";
    private const string OwnerName = ".training.owner";      // beside the lock file, which other processes cannot read

    private readonly FileStream _lock;
    private readonly string _owner;

    private CheckpointLock(FileStream opened, string directory)
    {
        (_lock, _owner) = (opened, Path.Combine(directory, OwnerName));
        using var process = Process.GetCurrentProcess();
        File.WriteAllText(_owner, string.Create(
            CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} ({process.ProcessName}) on {Environment.MachineName}, since "
            + $"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC"));
    }

    /// <summary>Acquires the lock of a directory.</summary>
    /// <exception cref="InvalidOperationException">Another training holds the lock; the message names its process.</exception>
    public static CheckpointLock Take(string directory)
    {
        var path = Path.Combine(directory, LockName);
        while (true)
        {
            var opened = Open(path, directory);
            if (File.Exists(path)) return new CheckpointLock(opened, directory);
            opened.Dispose();       // its owner deleted it between opening and locking
        }
    }

    public void Dispose()
    {
        File.Delete(_owner);
        _lock.Dispose();
    }

    private static FileStream Open(string path, string directory)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (File.Exists(Path.Combine(directory, OwnerName)))
        {
            throw new InvalidOperationException(
                $"The directory {directory} is in use by another training: {File.ReadAllText(Path.Combine(directory, OwnerName))}. "
                + "Wait until it ends, or use another directory.",
                exception);
        }
    }
}
